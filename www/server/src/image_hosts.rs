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

    /// May the vendor be sent there? A user name before the host is read in more than one way.
    pub(crate) fn allow(&self, address: &str) -> bool {
        let Ok(url) = Url::parse(address) else { return false };
        let is_plain = url.username().is_empty() && url.password().is_none() && url.port().is_none();
        is_plain && url.host_str().is_some_and(|host| self.0.iter().any(|allowed| allowed == host))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_hosts() {
        let hosts = ImageHosts::new(vec!["Files.Example".to_owned(), "192.0.2.1".to_owned()]);
        for address in [
            "https://files.example/a.jpg",
            "https://FILES.example/",
            "https://192.0.2.1/a",
            "https://0xC0000201/a",
        ] {
            assert!(hosts.allow(address), "{address}");
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
            assert!(!hosts.allow(address), "{address}");
        }
        assert!(!ImageHosts::new(Vec::new()).allow("https://files.example/a.jpg"));
    }
}
