//! Every cap of an inspection, with its unit. A file is anybody's: whatever it claims of itself, an inspection asks for
//! a bounded number of bytes in a bounded number of reads, and keeps little of them.
//!
//! What reaches a cap ends in `Stop::Limit`: what is known by then is told, the rest is `null`.

/// Bytes of the first read. It holds the header of nearly every picture, and small files whole.
pub(crate) const FIRST_READ_BYTES: u64 = 64 << 10;

/// Least bytes of any later read that fields are read from: headers stand close together, and a read takes longer
/// than its bytes.
pub(crate) const MIN_READ_BYTES: u64 = 8 << 10;

/// Most bytes that are read ahead of a walker that reads on and on. It starts over after each read, so reads grow with
/// what it has read already.
pub(crate) const MAX_READ_AHEAD_BYTES: u64 = FIRST_READ_BYTES;

/// Reads of a file, besides hops and searches. A photo takes a few, a PDF some more for its objects.
pub(crate) const MAX_READS: usize = 64;

/// Bytes of a file that are kept in memory. A read begins while there are fewer.
pub(crate) const MAX_KEPT_BYTES: usize = 1 << 20;

/// Hops from header to header over what is not looked at. Depth maps and films stand in some hundreds of segments.
pub(crate) const MAX_HOPS: usize = 1024;

/// Of these hops, those that read [`MIN_READ_BYTES`] like any other read: short segments follow on each other.
pub(crate) const MAX_LONG_HOPS: usize = 8;

/// Bytes that a later hop reads: a header and little else, as the next one will be far away too.
pub(crate) const HOP_BYTES: u64 = 64;

/// Bytes of each read of a search.
pub(crate) const SEARCH_READ_BYTES: u64 = 1 << 20;

/// Bytes that all searches of one file read together. Larger files than this are no photos of a document.
pub(crate) const MAX_SEARCH_BYTES: u64 = 64 << 20;

/// Places of one text that a search tells.
pub(crate) const MAX_MATCHES: usize = 16;

/// Bytes from the start that a format is told by. An SVG's root element stands behind a document type, which may have
/// declarations of its own.
pub(crate) const SIGNATURE_BYTES: usize = 4096;

/// Bytes of a text that are looked through for a place. A longer one may hold one.
pub(crate) const TEXT_BYTES: usize = 64 << 10;

/// Of EXIF, TIFF and all else that is made of their directories.
pub(crate) mod ifd {
    /// Entries of one directory. Cameras write fewer than a hundred.
    pub(crate) const MAX_ENTRIES: u64 = 512;
}

pub(crate) mod isobmff {
    /// Boxes side by side: more than there are in any picture.
    pub(crate) const MAX_BOXES: usize = 4096;
    /// Items, and pieces of items. The tiles of a large picture are items.
    pub(crate) const MAX_EXTENTS: usize = 8192;
    /// `ipma` boxes. A file may have one for each version and set of flags (HEIF 9.3.1).
    pub(crate) const MAX_PROPERTY_MAPS: usize = 8;
    /// Properties of an item: more than are defined.
    pub(crate) const MAX_PROPERTIES: u64 = 64;
}

pub(crate) mod jpeg {
    /// Segments before the scan: more than any camera writes.
    pub(crate) const MAX_SEGMENTS: usize = 512;
    /// Fill and stray bytes before markers, in all. Decoders pass over them.
    pub(crate) const MAX_STRAY_BYTES: u64 = 64 << 10;
    /// Stray bytes that are looked through at once.
    pub(crate) const STRAY_READ_BYTES: usize = 8 << 10;
    /// Last bytes of the file that the end of the image is looked for in, before the file is searched.
    pub(crate) const TAIL_BYTES: usize = 8 << 10;
    /// Bytes before what is appended to the picture that its end is looked for in: there may be padding.
    pub(crate) const PADDING_BYTES: usize = 256;
    /// Items that a photo says it is made of (a film, a gain map).
    pub(crate) const MAX_ITEMS: usize = 16;
    /// Bytes of the directory of what Samsung's cameras append: some dozens of entries.
    pub(crate) const MAX_SEFH_BYTES: usize = 1024;
}

pub(crate) mod pdf {
    /// Bytes before the header (ISO 32000-1, annex H.3, note 13).
    pub(crate) const MAX_HEADER_OFFSET: usize = 1024;
    /// First bytes that are looked through: the first read, with the dictionary of a linearized file.
    pub(crate) const HEAD_BYTES: usize = super::FIRST_READ_BYTES as usize;
    /// Last bytes that the end marker is looked for in, before the file is searched: mail gateways and scanners add
    /// some behind it.
    pub(crate) const TAIL_BYTES: usize = 16 << 10;
    /// Bytes before and behind an end marker that show whether the document ends there.
    pub(crate) const AROUND_END_BYTES: usize = 256;
    /// Bytes that an object is read with; where it is longer, the next number.
    pub(crate) const OBJECT_BYTES: [usize; 3] = [4 << 10, 16 << 10, 64 << 10];
    /// References that lead from one to the next. None is deeper in earnest.
    pub(crate) const MAX_REFERENCES: usize = 4;
    /// Texts that look like a trailer and are looked into.
    pub(crate) const MAX_TRAILERS: usize = 16;
    /// Decoded bytes of a string. Those of an encryption dictionary have at most 127, identifiers usually 16.
    pub(crate) const MAX_STRING_BYTES: usize = 1024;
    /// Revisions whose cross-reference section is read.
    pub(crate) const MAX_SECTIONS: usize = 32;
    /// Runs of objects in the table of one revision.
    pub(crate) const MAX_SUBSECTIONS: usize = 1024;
}

pub(crate) mod png {
    /// Chunks before the pixels: more than any program writes.
    pub(crate) const MAX_CHUNKS: usize = 256;
    /// Last bytes of the file that its end is looked for in, before the file is searched. EXIF with its thumbnail may
    /// stand there too.
    pub(crate) const TAIL_BYTES: usize = 64 << 10;
    /// Bytes from the start in which the sums of critical chunks are verified: those of the first read.
    pub(crate) const VERIFIED_BYTES: u64 = super::FIRST_READ_BYTES;
}

pub(crate) mod tiff {
    /// Strips or tiles of a page. Of more, 8 bytes each, it is not told whether they are there.
    pub(crate) const MAX_STRIPS: u64 = 8 << 10;
    /// Pages. Of more it is not told whether they are there: each takes a read.
    pub(crate) const MAX_PAGES: usize = 32;
}

pub(crate) mod webp {
    /// Chunks before EXIF. A picture that moves has one for each of its frames.
    pub(crate) const MAX_CHUNKS: usize = 256;
}
