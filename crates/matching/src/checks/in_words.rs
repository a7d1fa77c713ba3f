//! What to check first, in plain words.

use domain::group::Rule;

use super::{Ask, Check};
use crate::eligibility::Verdict;
use crate::limits::in_its_words;
use crate::words;

impl Check {
    /// What is not known, where nothing more is to be said.
    fn statement(&self) -> &'static str {
        match self {
            Check::YoungUnknown => "We do not know whether young people may come",
            Check::PlaceUnknown => "We do not know where it meets",
            Check::DistanceUnknown => "We do not know how far away it is",
            Check::OnlineUnknown => "We do not know whether one can take part online",
            Check::TimesUnknown => "We do not know when it meets",
            Check::CostUnknown => "We do not know what it costs",
            Check::RoomUnknown => "We do not know whether there is room",
            Check::NoPlacesForReferrals => {
                "It has said that it cannot take people from referrals now"
            }
            _ => "We do not know enough about it",
        }
    }

    /// The check in plain words.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Check::NotWhatYouSaid => {
                "You did not mention anything like this. It is open to you; would it interest you?"
                    .to_owned()
            }
            Check::WhoItIsFor { rule, words, verdict, .. } => {
                who_in_words(rule, words, *verdict, self.ask())
            }
            Check::FareOver { pence } => format!(
                "The bus there and back may cost up to {}. A pass or a lift would help.",
                words::pounds(*pence)
            ),
            Check::HomeUnknown => {
                "We do not know where you start from, so we could not tell how far it is. \
                 Ask the person."
                    .to_owned()
            }
            Check::FarButOnline { km } => {
                but_online(&format!("It is about {} away", words::length(*km)))
            }
            Check::AccessUnknown { need } => {
                ask(&format!("We do not know whether {}", words::access(*need).0))
            }
            Check::MissingButOnline { need } => {
                but_online(&words::sentence(words::access(*need).1))
            }
            Check::CostOver { pence, at_most_pence } => format!(
                "It costs {} a time, more than the {} you can pay. Ask the group about help \
                 with the cost.",
                words::pounds(*pence),
                words::pounds(*at_most_pence)
            ),
            Check::CostInWords { words } => match words::quoted(words) {
                Some(quoted) => format!("About the cost it says: {quoted} Ask the group."),
                None => ask("We do not know what it costs"),
            },
            Check::LanguageUnknown { language } => ask(&format!(
                "We do not know whether anybody there speaks {}",
                words::language(language)
            )),
            Check::LanguageDiffers { spoken } => {
                let names: Vec<String> = spoken.iter().map(|tag| words::language(tag)).collect();
                ask(&format!("We only know that {} is spoken there", words::list(&names)))
            }
            Check::WaitingList => {
                "There is a waiting list. Ask the group how long the wait is.".to_owned()
            }
            _ => self.about_its_lasting(),
        }
    }

    /// What there is to say about whether it is still there, and will be.
    fn about_its_lasting(&self) -> String {
        match self {
            Check::OnlyOnce { date } => format!(
                "We know of one meeting only, on {}. Ask the group what comes after.",
                words::day(*date)
            ),
            Check::ListingStopped { on } => format!(
                "The last date in its listing was {}. Ask the group whether it still meets.",
                words::day(*on)
            ),
            Check::EndsOn { date } => {
                format!("It ends on {}. Ask the group what comes after.", words::day(*date))
            }
            Check::MoneyEnds { on, is_past } => {
                let ends = if *is_past { "ended" } else { "ends" };
                let on = words::day(*on);
                format!("The money it lives from {ends} on {on}. Ask the group whether it goes on.")
            }
            Check::OutOfSeason { meets } => {
                format!("It rests for now: it meets {meets}. Ask the group when it begins again.")
            }
            Check::NotCheckedLately { on: Some(day) } => {
                ask(&format!("Nobody has checked this entry since {}", words::day(*day)))
            }
            Check::NotCheckedLately { on: None } => {
                ask("Nobody has checked yet that this entry is true")
            }
            _ => ask(self.statement()),
        }
    }
}

fn ask(statement: &str) -> String {
    format!("{statement}. Ask the group.")
}

fn who_in_words(rule: &Rule, said: &str, verdict: Verdict, whom: Ask) -> String {
    let seems = match rule {
        Rule::Age { from: Some(from), to: Some(to) } if from > to => {
            format!("The ages it gives, {from} to {to}, cannot be right")
        }
        Rule::Age { from, to } => {
            format!("It seems to be for people aged {}", words::ages(*from, *to))
        }
        Rule::Gender { gender } => format!("It seems to be only for {}", words::genders(*gender)),
        Rule::MembersOnly => "It may be only for its members".to_owned(),
        Rule::ReferralOnly => "It may only take people whom a professional refers".to_owned(),
        Rule::Area { outcodes } if outcodes.is_empty() => "It may serve one area only".to_owned(),
        Rule::Area { outcodes } => {
            format!("It seems to be only for people in {}", words::list(outcodes))
        }
        Rule::Circumstance { words } => format!("It is for some people only: {words}"),
    };
    let what_now = match (whom, verdict) {
        (Ask::Person, _) => "We do not know whether that is so for you. Ask the person.",
        (Ask::Group, Verdict::Broken) => "That may not be you. Ask the group.",
        (Ask::Group, Verdict::Met | Verdict::Unknown) => "Ask the group whether you can come.",
    };
    format!("{} {what_now}", in_its_words(&seems, said))
}

fn but_online(words: &str) -> String {
    let clause = words.trim_end_matches('.');
    format!("{clause}, but one can take part online. Ask the group how.")
}
