//! Tokens that stand in links: an id and a signature, so that a link cannot be guessed and a
//! link for one purpose opens no other.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::{Keys, mac, short};

impl Keys {
    /// The text of a link to `id` for `purpose`: 43 characters that are safe in a URL.
    #[must_use]
    pub fn signed_token(&self, purpose: &str, id: impl Into<Uuid>) -> String {
        let id = id.into();
        let signature = self.signature(purpose, id);
        URL_SAFE_NO_PAD.encode([id.as_bytes().as_slice(), &signature].concat())
    }

    /// The id in a token, if this installation signed it for this purpose.
    ///
    /// Whether the link is still open is another question: see `links`.
    #[must_use]
    pub fn verify_token(&self, purpose: &str, token: &str) -> Option<Uuid> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (id, signature) = bytes.split_first_chunk::<16>()?;
        let id = Uuid::from_bytes(*id);
        bool::from(self.signature(purpose, id).ct_eq(signature)).then_some(id)
    }

    fn signature(&self, purpose: &str, id: Uuid) -> [u8; 16] {
        short(mac(self.sign.as_slice(), &[purpose.as_bytes(), b"\0", id.as_bytes()]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_its_own_purpose_only() {
        let keys = Keys::from_master([1; 32]);
        let id = Uuid::from_u128(42);
        let token = keys.signed_token("answer", id);
        assert_eq!(token.len(), 43);
        assert_eq!(keys.verify_token("answer", &token), Some(id));
        assert_eq!(keys.verify_token("register", &token), None);
        assert_eq!(Keys::from_master([2; 32]).verify_token("answer", &token), None);
        for wrong in ["", "x", &token[1..], &format!("{token}A"), &token.replace(&token[..1], "B")]
        {
            assert_eq!(keys.verify_token("answer", wrong), None, "{wrong}");
        }
    }
}
