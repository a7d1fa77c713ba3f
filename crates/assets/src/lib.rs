//! Other people's front-end files, fetched from npm at build time, picked, fingerprinted and
//! embedded, beside our own stylesheet and script. Nothing of theirs is committed.

/// One file that the browser may ask for.
#[derive(Debug)]
pub struct Asset {
    /// What templates call it, such as `kith.css`.
    pub name: &'static str,
    /// Its name with the fingerprint of its content, such as `kith-0123456789ab.css`.
    pub path: &'static str,
    /// Where it is served.
    pub url: &'static str,
    /// The media type to send.
    pub content_type: &'static str,
    /// The file as it is.
    pub bytes: &'static [u8],
    /// The same file in gzip, where that is worth having.
    pub gzip: Option<&'static [u8]>,
}

/// Every file; each name carries a fingerprint, so a browser may keep it for ever.
pub static ALL: &[Asset] = &include!(concat!(env!("OUT_DIR"), "/table.rs"));

/// Finds a file by the fingerprinted name in its URL.
pub fn find(path: &str) -> Option<&'static Asset> {
    ALL.iter().find(|asset| asset.path == path)
}

/// The URL of a file by its plain name.
///
/// # Panics
/// When no such file is embedded: a slip in a template, which the page's sample test shows.
pub fn url(name: &str) -> &'static str {
    match ALL.iter().find(|asset| asset.name == name) {
        Some(asset) => asset.url,
        None => panic!("no asset is called {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str) -> &'static str {
        let asset = ALL.iter().find(|asset| asset.name == name).expect("embedded");
        std::str::from_utf8(asset.bytes).expect("UTF-8")
    }

    #[test]
    fn a_file_is_found_under_its_fingerprinted_name_only() {
        let path = url("kith.css").strip_prefix("/assets/").unwrap();
        assert_eq!(find(path).unwrap().content_type, "text/css; charset=utf-8");
        assert!(find("kith.css").is_none());
    }

    #[test]
    fn no_stylesheet_or_script_reaches_another_host() {
        for name in ["nhsuk-frontend.min.css", "kith.css"] {
            assert!(!text(name).contains("url(http"), "{name}");
            assert!(!text(name).contains("url(//"), "{name}");
        }
        assert!(!text("nhsuk-frontend.min.css").contains("@font-face"));
    }

    #[test]
    fn nothing_of_the_nhs_identity_is_left_in_the_stylesheet() {
        for mark in ["#005eb8", "#003087", "Frutiger"] {
            assert!(!text("nhsuk-frontend.min.css").contains(mark), "{mark}");
        }
    }

    #[test]
    fn our_own_script_stays_small() {
        assert!(text("kith.js").len() <= 5 * 1024, "{} bytes", text("kith.js").len());
    }
}
