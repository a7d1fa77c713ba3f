//! The small lists that the directory and the plans share: kinds of activity and of need.
//!
//! Each kind is one item and one line: its stored name, its words and the words people use for it.
//! How they stand to a taxonomy that others use is in `kinds/open_eligibility.rs`.

pub mod open_eligibility;

use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($(#[$doc:meta])* $list:ident { $($name:ident $key:literal $label:literal [$($also:literal),* $(,)?];)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $list {
            $(#[doc = $label] #[serde(rename = $key)] $name,)+
        }

        impl $list {
            /// Every kind, in the order in which people are shown them.
            pub const ALL: &'static [$list] = &[$($list::$name,)+];

            /// The stored name.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $($list::$name => $key,)+ }
            }

            /// The words shown to people.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $($list::$name => $label,)+ }
            }

            /// Lower-case words and phrases that people use for this kind.
            #[must_use]
            pub fn also_called(self) -> &'static [&'static str] {
                match self { $($list::$name => &[$($also),*],)+ }
            }

            /// The kind with this stored name.
            #[must_use]
            pub fn from_key(key: &str) -> Option<$list> {
                match key { $($key => Some($list::$name),)+ _ => None }
            }
        }
    };
}

kinds! {
    /// What a group does together.
    Activity {
        Singing "singing" "Singing and music" ["choir", "sing", "music", "band", "ukulele", "orchestra", "drumming", "karaoke", "concert", "song"];
        Crafts "crafts" "Arts and crafts" ["craft", "knit", "knitting", "crochet", "sewing", "stitch", "pottery", "paint", "painting", "draw", "art", "arts", "print", "weaving", "textile", "wool", "embroidery", "quilting", "ceramics"];
        Stories "stories" "Books, writing and stories" ["book", "reading", "writing", "poetry", "literature", "library", "story", "stories", "playwright", "history", "memories", "reminiscence"];
        Stage "stage" "Theatre, film and dance" ["theatre", "drama", "film", "cinema", "acting", "dance", "dancing", "ballet", "performance", "museum", "gallery", "exhibition", "culture"];
        Repair "repair" "Making and mending" ["repair", "mend", "woodwork", "men's shed", "mens shed", "shed", "diy", "bike", "fixing", "carpentry"];
        Gardening "gardening" "Gardening and growing" ["garden", "gardening", "allotment", "growing", "planting", "horticulture"];
        Nature "nature" "Nature and outdoors" ["nature", "wildlife", "birds", "woodland", "conservation", "outdoors", "fishing", "forest", "beach"];
        Walking "walking" "Walking" ["walk", "walking", "ramble", "stroll", "hike", "nordic"];
        Swimming "swimming" "Swimming and water" ["swim", "swimming", "pool", "aqua", "canoe", "rowing", "sailing"];
        Movement "movement" "Gentle movement" ["yoga", "tai chi", "pilates", "chair exercise", "seated exercise", "stretch", "falls prevention", "balance", "mindful movement"];
        Sport "sport" "Sport and fitness" ["sport", "football", "gym", "fitness", "running", "cycling", "tennis", "bowls", "badminton", "cricket", "boxing", "exercise", "parkrun"];
        Games "games" "Games and puzzles" ["chess", "board game", "bridge", "bingo", "cards", "quiz", "scrabble", "dominoes", "puzzle", "lego"];
        Food "food" "Cooking and eating together" ["lunch club", "cook", "cooking", "baking", "meal", "community kitchen", "supper", "breakfast club", "food"];
        Company "company" "Company and conversation" ["coffee morning", "friendship", "befriending", "social club", "chat", "meet people", "drop-in", "tea and chat", "warm space", "cafe", "coffee"];
        PeerSupport "peer_support" "Peer support" ["peer support", "support group", "self-help", "recovery", "bereavement", "grief", "carers group", "carers", "survivors", "dementia", "addiction", "mental health"];
        Parents "parents" "Parents and little ones" ["toddler", "baby", "babies", "parent", "stay and play", "rhyme", "family", "families", "children", "playgroup"];
        Learning "learning" "Learning and languages" ["class", "course", "english", "esol", "language", "digital skills", "computer", "workshop", "lecture", "learn", "training", "adult education"];
        Work "work" "Work and volunteering" ["job", "employment", "volunteer", "volunteering", "cv", "work club", "apprenticeship"];
        Advice "advice" "Advice and practical help" ["advice", "debt", "benefits", "housing", "legal", "money", "food bank", "citizens advice", "energy", "grant", "transport", "advocacy", "homeless"];
        Faith "faith" "Faith and culture" ["faith", "church", "mosque", "gurdwara", "temple", "prayer", "cultural", "community association", "heritage"];
    }
}

kinds! {
    /// What hurts, in the words a link worker sorts by. The person's own words are kept beside it.
    Need {
        Loneliness "loneliness" "Loneliness" ["lonely", "isolated", "isolation", "alone", "no friends"];
        Grief "grief" "Grief and loss" ["bereaved", "bereavement", "grief", "widowed", "died", "loss"];
        Mood "mood" "Low mood, worry and stress" ["anxious", "anxiety", "depressed", "depression", "stress", "worry", "low mood", "sleep"];
        Money "money" "Money, debt and benefits" ["debt", "benefits", "bills", "money", "rent arrears", "energy", "food bank", "food"];
        Housing "housing" "Housing and home" ["housing", "homeless", "eviction", "damp", "landlord"];
        Activity "activity" "Being more active" ["weight", "inactive", "exercise", "falls", "pain", "long-term condition", "diabetes"];
        Caring "caring" "Caring for somebody" ["carer", "caring", "looking after"];
        Parenting "parenting" "Parenting and family" ["baby", "parent", "family", "children"];
        Work "work" "Work and learning" ["job", "work", "unemployed", "retired", "training", "english"];
        Memory "memory" "Memory and dementia" ["dementia", "memory", "alzheimer"];
        Disability "disability" "Living with disability or illness" ["disability", "disabled", "illness", "hearing", "sight", "autism", "learning disability"];
        Substance "substance" "Alcohol, drugs or gambling" ["alcohol", "drinking", "drugs", "gambling", "addiction"];
        Belonging "belonging" "New here, or between cultures" ["refugee", "asylum", "moved here", "migrant", "new to the area"];
        Purpose "purpose" "Purpose and a fuller life" ["bored", "purpose", "meaning", "hobby", "shrunk", "life shrank"];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_again_by_its_key() {
        for kind in Activity::ALL {
            assert_eq!(Activity::from_key(kind.key()), Some(*kind));
        }
        for kind in Need::ALL {
            assert_eq!(Need::from_key(kind.key()), Some(*kind));
        }
    }
}
