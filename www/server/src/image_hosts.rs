//! Which addresses of pictures are passed on. Nothing of such a picture can be checked here, so none is unless its host is
//! listed.

use reqwest::Url;

/// The hosts of pictures that the vendor may be sent to.
pub(crate) struct ImageHosts(Vec<String>);

impl ImageHosts {
    /// These hosts, and none of their subdomains.
    pub(crate) fn new(hosts: Vec<String>) -> Self {
        Self(hosts.iter().map(|host| host.to_ascii_lowercase()).collect())
    }

    /// The address to which the vendor may be sent, as it was read here: others read some spellings in other ways. A user
    /// name before the host is one of them.
    pub(crate) fn allowed(&self, address: &str) -> Option<String> {
        let url = Url::parse(address).ok()?;
        let is_plain = url.username().is_empty() && url.password().is_none() && url.port().is_none();
        let is_listed = url.host_str().is_some_and(|host| self.0.iter().any(|allowed| allowed == host));
        (is_plain && is_listed).then(|| url.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendor_is_sent_where_the_check_looked() {
        let hosts = ImageHosts::new(vec!["files.example".to_owned()]);
        for (address, read) in [
            ("https://FILES.example/a.jpg?A=%2f", "https://files.example/a.jpg?A=%2f"),
            ("https://files.example:443/a/../b.jpg", "https://files.example/b.jpg"),
            ("https://files.example?a", "https://files.example/?a"),
        ] {
            assert_eq!(hosts.allowed(address).as_deref(), Some(read));
        }
    }

    #[test]
    fn only_listed_hosts() {
        let hosts = ImageHosts::new(vec!["Files.Example".to_owned(), "192.0.2.1".to_owned()]);
        for address in [
            "https://files.example/a.jpg",
            "https://FILES.example/",
            "https://192.0.2.1/a",
            "https://0xC0000201/a",
        ] {
            assert!(hosts.allowed(address).is_some(), "{address}");
        }
        for address in [
            "https://other.example/a.jpg",
            "https://files.example.evil.example/",
            "https://a.files.example/",
            "https://files.example@evil.example/",
            "https://evil.example@files.example/",
            "https://files.example:8443/",
            "https://192.0.2.2/",
            "nonsense",
        ] {
            assert_eq!(hosts.allowed(address), None, "{address}");
        }
        assert_eq!(ImageHosts::new(Vec::new()).allowed("https://files.example/a.jpg"), None);
    }
}
