//! Entries of encrypted documents, by another tool, and documents that have them.

use crate::support::Pdf;

/// What qpdf 11.3 wrote when encrypting an empty page, with and without the user password `rahasia`.
pub(crate) const VECTORS: [Vector<'_>; 12] = [
    Vector {
        entries: "/V 1 /R 2 /Length 40",
        id: "327f2f9dfa1cf78f73aec900b57e889f",
        owner: "022e63e13693f6b11237b6406c476b37c389bd92ab83eae75124e05564e4f390",
        user: "babc91cb26fc2cd3c9a7cadc20d5e853142a81a1db7315d02af142fccdb00d14",
        needed: false,
    },
    Vector {
        entries: "/V 1 /R 2 /Length 40",
        id: "327f2f9dfa1cf78f73aec900b57e889f",
        owner: "58f045de0b8f1dd8c979a658e6372b5bede9ebdb81eadc495028ff7b68891ac5",
        user: "8ca92b94f27ee9d84a23ee53ad3b36961ed61485a82ac4047c44a085dc309a21",
        needed: true,
    },
    Vector {
        entries: "/V 2 /R 3 /Length 128",
        id: "54dc6fe62ba62ba8eec7e346ccc542bb",
        owner: "7818969073c43a959c958486cd1febb4282c1bb91a99daa01a4e828c5fa9e5eb",
        user: "f57696c2548a76c15d537d116c07eb6e0122456a91bae5134273a6db134c87c4",
        needed: false,
    },
    Vector {
        entries: "/V 2 /R 3 /Length 128",
        id: "54dc6fe62ba62ba8eec7e346ccc542bb",
        owner: "22c6b0af4ed8d1fc47db949e476fabd8064c4df030f0ec0e1b429da253c40cbe",
        user: "45c61ede52d92246e947c1213fd911290122456a91bae5134273a6db134c87c4",
        needed: true,
    },
    Vector {
        entries: "/V 4 /R 4 /Length 128 /CF << /StdCF << /AuthEvent /DocOpen /CFM /AESV2 /Length 16 >> >> /StmF /StdCF /StrF /StdCF",
        id: "54dc6fe62ba62ba8eec7e346ccc542bb",
        owner: "7818969073c43a959c958486cd1febb4282c1bb91a99daa01a4e828c5fa9e5eb",
        user: "f57696c2548a76c15d537d116c07eb6e0122456a91bae5134273a6db134c87c4",
        needed: false,
    },
    Vector {
        entries: "/V 4 /R 4 /Length 128 /CF << /StdCF << /AuthEvent /DocOpen /CFM /AESV2 /Length 16 >> >> /StmF /StdCF /StrF /StdCF",
        id: "54dc6fe62ba62ba8eec7e346ccc542bb",
        owner: "22c6b0af4ed8d1fc47db949e476fabd8064c4df030f0ec0e1b429da253c40cbe",
        user: "45c61ede52d92246e947c1213fd911290122456a91bae5134273a6db134c87c4",
        needed: true,
    },
    Vector {
        entries: "/V 4 /R 4 /Length 128 /EncryptMetadata false /CF << /StdCF << /CFM /AESV2 >> >> /StmF /StdCF /StrF /StdCF",
        id: "54dc6fe62ba62ba8eec7e346ccc542bb",
        owner: "7818969073c43a959c958486cd1febb4282c1bb91a99daa01a4e828c5fa9e5eb",
        user: "5c7d75cc0d2e7133fdc8aa76e62dbaeb0122456a91bae5134273a6db134c87c4",
        needed: false,
    },
    Vector {
        entries: "/V 4 /R 4 /Length 128 /EncryptMetadata false /CF << /StdCF << /CFM /AESV2 >> >> /StmF /StdCF /StrF /StdCF",
        id: "54dc6fe62ba62ba8eec7e346ccc542bb",
        owner: "22c6b0af4ed8d1fc47db949e476fabd8064c4df030f0ec0e1b429da253c40cbe",
        user: "827b78d7d6fd89250916348086d86ba40122456a91bae5134273a6db134c87c4",
        needed: true,
    },
    Vector {
        entries: "/V 5 /R 5 /Length 256 /CF << /StdCF << /CFM /AESV3 >> >> /StmF /StdCF /StrF /StdCF",
        id: "54dc6fe62ba62ba8eec7e346ccc542bb",
        owner: "1a25dc38adbd69625999bdd633167907a98fbbf05522602090084db943c4fa037d0dd72eccd6a26c7a09ced1400f9360",
        user: "511b8f1ae9d07d08c7488027721b7311d87439f00cbcc06311cb0cd8f00046bd6d6876e9447afb477298229e1e75c0ac",
        needed: false,
    },
    Vector {
        entries: "/V 5 /R 5 /Length 256 /CF << /StdCF << /CFM /AESV3 >> >> /StmF /StdCF /StrF /StdCF",
        id: "54dc6fe62ba62ba8eec7e346ccc542bb",
        owner: "d62a9e920e3854d506cb0d55a237f9019ed66d73645ab0600893a3c466d9c2ce1b6f5b1084acd462ce0d173b8ce130a1",
        user: "180738436974accd6d5d0eb2c00f19bc60bb1ffeaa582ab508b805c11424dcd7b06117010335221d6a1207701cf613ed",
        needed: true,
    },
    Vector {
        entries: "/V 5 /R 6 /Length 256 /CF << /StdCF << /CFM /AESV3 >> >> /StmF /StdCF /StrF /StdCF",
        id: "54dc6fe62ba62ba8eec7e346ccc542bb",
        owner: "5b78d1985de597e84d799bdf68097171bf6e70b565d8d40e0d8f326e40b83ed0420746c0ed7eae396ca9be06c2ef47c2",
        user: "2d68ecb20125a7d10a6dcd3ab642d8a3b869340e4c8aa6732bbd0d7a5722d5596ce605fc6c9edfe35073df68e6aaed4b",
        needed: false,
    },
    Vector {
        entries: "/V 5 /R 6 /Length 256 /CF << /StdCF << /CFM /AESV3 >> >> /StmF /StdCF /StrF /StdCF",
        id: "54dc6fe62ba62ba8eec7e346ccc542bb",
        owner: "d496afac8358f0f988b85e32f79e74f7a060c47ea4358063e76ab03f285e0fdf4b82a32d97dcbf8d15227ab56ca6abfe",
        user: "f0a3215640ae9effaf3c6a7058829455db6111f162a00c510e5d17adaf4fd91f67a557ff37f91424b3b488ca554a8265",
        needed: true,
    },
];

#[derive(Clone, Copy)]
pub(crate) struct Vector<'a> {
    pub(crate) entries: &'a str,
    pub(crate) id: &'a str,
    pub(crate) owner: &'a str,
    pub(crate) user: &'a str,
    pub(crate) needed: bool,
}

impl Vector<'_> {
    /// Of revision 6 nobody tells.
    pub(crate) fn needed(&self) -> Option<bool> {
        (!self.entries.contains("/R 6")).then_some(self.needed)
    }
}

impl Vector<'_> {
    pub(crate) fn dictionary(&self) -> String {
        format!("<< /Filter /Standard /P -4 /O <{}> /U <{}> {} >>", self.owner, self.user, self.entries)
    }

    /// The trailer's entries: the dictionary itself, or the object it is in.
    pub(crate) fn trailer(&self, object: Option<u32>) -> String {
        let encrypt = object.map_or_else(|| self.dictionary(), |number| format!("{number} 0 R"));
        format!("/Encrypt {encrypt} /ID [<{}><00>]", self.id)
    }

    /// Three pages, and the dictionary as an object in the midst of `filling`.
    pub(crate) fn document(&self, filling: usize, stream: bool) -> Vec<u8> {
        let mut document = Pdf::of_pages(3).filled(filling / 2);
        document.object(14, "<< /Filter /FlateDecode >>");
        document.object(4, &self.dictionary());
        let document = document.filled(filling / 2);
        let entries = self.trailer(Some(4));
        if stream { document.stream(&entries).bytes } else { document.table(&entries).bytes }
    }
}
