//! Where things are: points on the earth and how far apart they lie.

use serde::{Deserialize, Serialize};

/// A point in WGS 84, degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Degrees north, −90 to 90.
    pub latitude: f64,
    /// Degrees east, −180 to 180.
    pub longitude: f64,
}

/// Mean radius of the earth in kilometres (IUGG 1980).
const EARTH_KM: f64 = 6371.0088;

impl Point {
    /// A point, if the numbers can be one.
    #[must_use]
    pub fn new(latitude: f64, longitude: f64) -> Option<Point> {
        let on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        on_earth.then_some(Point { latitude, longitude })
    }

    /// Straight-line distance in kilometres (haversine). Roads are longer: say "about".
    #[must_use]
    pub fn km_to(self, other: Point) -> f64 {
        let (a, b) = (self.latitude.to_radians(), other.latitude.to_radians());
        let half_lat = (b - a) / 2.0;
        let half_lon = (other.longitude - self.longitude).to_radians() / 2.0;
        let h = half_lat.sin().powi(2) + a.cos() * b.cos() * half_lon.sin().powi(2);
        2.0 * EARTH_KM * h.sqrt().min(1.0).asin()
    }
}

/// The first half of a UK postcode, upper case: `IP1` of `ip1 2lq`.
///
/// `None` where the text is not shaped like a postcode or an outcode.
#[must_use]
pub fn outcode(postcode: &str) -> Option<String> {
    let text: String =
        postcode.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_uppercase();
    let is_inward = |tail: &str| {
        let b = tail.as_bytes();
        b[0].is_ascii_digit() && b[1].is_ascii_alphabetic() && b[2].is_ascii_alphabetic()
    };
    let head = match text.len() {
        5..=7 if is_inward(&text[text.len() - 3..]) => &text[..text.len() - 3],
        2..=4 => &text,
        _ => return None,
    };
    let letters = head.chars().take_while(char::is_ascii_alphabetic).count();
    let starts_right = (1..=2).contains(&letters);
    let has_digit = head[letters..].starts_with(|c: char| c.is_ascii_digit());
    (starts_right && has_digit && head.len() <= 4).then(|| head.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ipswich_to_lowestoft_is_about_63_km() {
        let ipswich = Point::new(52.0567, 1.1482).unwrap();
        let lowestoft = Point::new(52.4811, 1.7534).unwrap();
        assert!((ipswich.km_to(lowestoft) - 62.6).abs() < 1.0);
        assert!(ipswich.km_to(ipswich) < 1e-9);
    }

    #[test]
    fn outcodes_are_read_from_however_people_type_them() {
        for (typed, expected) in [
            ("IP1 2LQ", Some("IP1")),
            (" ip33ad", Some("IP3")),
            ("NR33", Some("NR33")),
            ("ec1a1bb", Some("EC1A")),
            ("not one", None),
            ("", None),
        ] {
            assert_eq!(outcode(typed).as_deref(), expected, "{typed}");
        }
    }
}
