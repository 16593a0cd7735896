//! Any bytes end in facts, in little time, however they are read.

use proptest::prelude::*;

use crate::support::{facts, inspect_in_pieces};
use crate::vectors::VECTORS;

/// What documents are made of, in any order.
fn fragments() -> impl Strategy<Value = Vec<u8>> {
    let fragment = prop_oneof![
        4 => prop::sample::select(vec![
            "1 0 obj", "2 0 obj", "4 0 obj", "endobj", "<<", ">>", "[", "]", "(", ")", "<", ">", "/Root 1 0 R",
            "/Pages 2 0 R", "/Count 3", "/Encrypt 4 0 R", "/Filter /Standard", "/R 3", "/R 6", "/V 5", "/P -4",
            "/O (00000000000000000000000000000000)", "/U (00000000000000000000000000000000000000000000000000)",
            "/StmF /StdCF", "/ID [<00><00>]", "/Prev 9", "/Prev 0", "/XRefStm 9", "/Type /XRef", "/Size 9",
            "xref\n0 2\n", "0000000000 65535 f \n", "0000000009 00000 n \n", "trailer\n", "startxref\n", "%%EOF\n",
            "\n", " ", "\0", "%", "\\", "0", "9", "4294967295 4294967296\n", "9223372036854775807 1\n",
            "/Linearized 1 /L 99 /N 4", "stream\n", "endstream", "/", "#", "-", "R",
        ]).prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ];
    prop::collection::vec(fragment, 0..120).prop_map(|pieces| [b"%PDF-".to_vec(), pieces.concat()].concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_bytes_end_in_facts(bytes in prop::collection::vec(any::<u8>(), 0..2000), piece in 64usize..400) {
        let file = [b"%PDF-", &bytes[..]].concat();
        prop_assert_eq!(inspect_in_pieces(&file, piece), facts(&file));
    }

    #[test]
    fn any_order_of_parts_ends_in_facts(file in fragments(), piece in 64usize..400) {
        prop_assert_eq!(inspect_in_pieces(&file, piece), facts(&file));
    }

    #[test]
    fn any_change_of_a_document_ends_in_facts(
        vector in 0..VECTORS.len(), stream: bool, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut file = VECTORS[vector].document(0, stream);
        for (at, byte) in changes {
            let at = 5 + at.index(file.len() - 5);
            file[at] = byte;
        }
        facts(&file);
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn how_reads_are_cut_changes_nothing(vector in 0..VECTORS.len(), stream: bool, piece in (20usize << 10)..(90 << 10)) {
        let file = VECTORS[vector].document(200 << 10, stream);
        prop_assert_eq!(inspect_in_pieces(&file, piece), facts(&file));
    }
}

#[test]
fn every_cut_of_every_kind_ends_in_facts() {
    for vector in [&VECTORS[2], &VECTORS[10]] {
        for stream in [false, true] {
            let file = vector.document(0, stream);
            for len in 5..file.len() {
                facts(&file[..len]);
            }
        }
    }
}

#[test]
fn long_runs_of_one_thing_take_no_time() {
    let head = b"%PDF-1.7\n";
    for part in [
        "<<",
        "[",
        "(",
        "/A ",
        "trailer<<(",
        "trailer<</Root 1 0 R",
        "/XRef obj<<",
        "4 0 obj<<",
        "14 0 obj ",
        "xref\n0 1\n",
        "%%EOF\n",
        "0 0\n",
    ] {
        let mut file = head.to_vec();
        file.extend_from_slice(part.repeat((2 << 20) / part.len()).as_bytes());
        file.extend_from_slice(b"trailer<</Root 1 0 R/Encrypt 4 0 R>>startxref\n9\n%%EOF");
        let started = std::time::Instant::now();
        facts(&file);
        assert!(started.elapsed().as_secs() < 10, "{part}");
    }
}
