//! Indonesian.

use super::template::Style;
use crate::codes::{ErrorCode, ProblemCode, WarningCode};

pub(super) const STYLE: Style = Style { decimal_mark: ',', unknown_format: "tidak dikenal" };

pub(super) fn problem(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::Blur => {
            "Gambar buram. Ambil foto ulang: pegang dengan mantap, ketuk dokumen agar fokus."
        }
        ProblemCode::CardCutOff => {
            "Sebagian kartu berada di luar gambar. Ambil foto ulang dengan keempat sudutnya terlihat."
        }
        ProblemCode::CardNotFound => {
            "Kartu tidak ditemukan di gambar. Ambil foto ulang dengan seluruh kartu di atas alas polos."
        }
        ProblemCode::CardTooSmall => {
            "Kartu berukuran {actual} piksel; paling sedikit {limit}. Ambil foto ulang lebih dekat."
        }
        ProblemCode::Dark => "Gambar terlalu gelap. Ambil foto ulang di tempat yang lebih terang.",
        ProblemCode::Flashlight => {
            "Ada pantulan cahaya di gambar. Ambil foto ulang tanpa lampu kilat, atau miringkan kartu sedikit."
        }
        ProblemCode::Grayscale => "Gambar hitam putih. Foto dokumen aslinya, bukan fotokopinya.",
        ProblemCode::QualityUnknown => {
            "Mutu gambar tidak bisa diperiksa. Pastikan sendiri seluruh isinya terbaca."
        }
        ProblemCode::Sideways => "Kartu tidak tegak. Putar gambar sampai tulisannya tegak.",
        ProblemCode::CorruptFile => {
            "Berkas rusak dan tidak bisa dibuka. Pilih berkas lain atau ambil foto ulang."
        }
        ProblemCode::EmptyFile => "Berkas kosong (0 byte). Pilih berkas lain atau ambil foto ulang.",
        ProblemCode::EncryptedPdf => {
            "PDF dilindungi kata sandi. Pilih PDF yang bisa dibuka tanpa kata sandi, atau foto dokumennya."
        }
        ProblemCode::FileTooLarge => {
            "Ukuran berkas {actual}; paling besar {limit}. Pilih berkas yang lebih kecil, atau ambil foto dengan resolusi lebih rendah."
        }
        ProblemCode::MultiplePages => {
            "PDF berisi {actual} halaman; hanya {limit} yang dibaca. Pilih berkas yang hanya berisi halaman dokumennya."
        }
        ProblemCode::TooFewPixels => {
            "Gambar berukuran {actual} piksel; paling sedikit {limit}. Ambil foto ulang lebih dekat dengan resolusi lebih tinggi."
        }
        ProblemCode::TooManyPixels => {
            "Gambar berukuran {actual}; sebaiknya tidak lebih dari {limit}. Ambil foto dengan resolusi lebih rendah."
        }
        ProblemCode::LocationKept => {
            "Berkas mungkin memuat lokasi pengambilan gambar, dan lokasi itu tidak bisa dihapus dari format ini. Pilih JPEG atau PNG, atau hapus lokasinya dulu."
        }
        ProblemCode::TruncatedFile => {
            "Berkas tidak lengkap: bagian akhirnya hilang. Salin atau unduh ulang, atau pilih berkas lain."
        }
        ProblemCode::TypeMismatch => {
            "Nama berkas menyebut {limit}, tetapi isinya {actual}. Berkas tetap bisa dipakai; jika pengiriman gagal, ganti namanya."
        }
        ProblemCode::UnsupportedFormat => {
            "Format berkas ({actual}) tidak diterima; yang diterima {limit}. Pilih berkas seperti itu, atau foto dokumennya."
        }
    }
}

pub(super) fn warning(code: WarningCode) -> &'static str {
    match code {
        WarningCode::DateUnreadable => "Tanggal tidak bisa dipahami. Cocokkan dengan dokumennya.",
        WarningCode::NumberAmbiguous => "Angka bisa dibaca lebih dari satu cara. Cocokkan dengan dokumennya.",
        WarningCode::PagesDisagree => {
            "Isi kedua halaman dokumen berbeda di sini. Cocokkan dengan dokumennya."
        }
        WarningCode::ChassisLength => "Nomor rangka tidak berisi 17 karakter. Cocokkan dengan dokumennya.",
        WarningCode::ChassisLetter => {
            "Nomor rangka berisi huruf I, O, atau Q, yang mungkin angka. Cocokkan dengan dokumennya."
        }
        WarningCode::Expired => "Masa berlakunya sudah lewat. Cocokkan dengan dokumennya.",
        WarningCode::NikBirthDateMismatch => {
            "Tanggal lahir di NIK berbeda dari yang tercetak. Cocokkan keduanya dengan dokumennya."
        }
        WarningCode::NikDateInvalid => {
            "Tanggal lahir atau nomor urut di NIK tidak mungkin. Cocokkan dengan dokumennya."
        }
        WarningCode::NikGenderMismatch => {
            "Jenis kelamin di NIK berbeda dari yang tercetak. Cocokkan keduanya dengan dokumennya."
        }
        WarningCode::NikLength => "NIK tidak berisi 16 angka. Cocokkan dengan dokumennya.",
        WarningCode::NikProvinceUnknown => "Kode provinsi di NIK tidak dikenal. Cocokkan dengan dokumennya.",
        WarningCode::PlateFormat => {
            "Nomor polisi tidak berbentuk seperti biasanya. Cocokkan dengan dokumennya."
        }
        WarningCode::PlateRegionUnknown => {
            "Kode wilayah nomor polisi tidak dikenal. Cocokkan dengan dokumennya."
        }
        WarningCode::TaxSumMismatch => {
            "Jumlah pajak tidak sesuai dengan rinciannya. Cocokkan dengan dokumennya."
        }
        WarningCode::ValueUnreadable => "Teks tidak bisa dipahami. Cocokkan dengan dokumennya.",
    }
}

pub(super) fn error(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::Aborted => "Pengiriman dibatalkan. Kirim lagi jika sudah siap.",
        ErrorCode::DocumentNotDetected => {
            "Dokumen tidak ditemukan di gambar. Ambil foto ulang dengan seluruh dokumen terlihat."
        }
        ErrorCode::EngineUnavailable => {
            "Pemeriksaan tidak bisa dijalankan di peramban ini. Muat ulang halaman dan coba lagi."
        }
        ErrorCode::FileUnreadable => {
            "Berkas tidak bisa dibaca lagi; mungkin sudah dipindah atau diubah. Pilih kembali berkasnya."
        }
        ErrorCode::Forbidden => "Akun ini tidak berhak membaca dokumen ini. Hubungi layanan bantuan.",
        ErrorCode::ImageMissing => "Gambar tidak sampai ke pembaca. Laporkan kepada pengelola situs.",
        ErrorCode::ImageTooLarge => {
            "Gambar terlalu besar. Pilih berkas yang lebih kecil, atau ambil foto dengan resolusi lebih rendah."
        }
        ErrorCode::ImageTooSmall => "Gambar terlalu kecil. Ambil foto ulang lebih dekat.",
        ErrorCode::ImageUnreadable => "Gambar tidak bisa dibuka. Pilih berkas lain, JPEG atau PNG.",
        ErrorCode::InvalidFile => "Berkas tidak bisa dipakai. Lihat masalahnya, lalu pilih berkas lain.",
        ErrorCode::InvalidOptions => "Pemanggilan keliru. Laporkan kepada pengelola situs.",
        ErrorCode::InvalidPayload => {
            "Permintaan tidak dipahami oleh pembaca. Laporkan kepada pengelola situs."
        }
        ErrorCode::MalformedResponse => "Jawaban tidak bisa dipahami. Hubungi layanan bantuan.",
        ErrorCode::Network => "Sambungan gagal. Periksa sambungan Anda dan coba lagi.",
        ErrorCode::NotFound => "Layanan tidak ditemukan di alamatnya. Laporkan kepada pengelola situs.",
        ErrorCode::Offline => "Perangkat ini sedang luring. Sambungkan ke internet dan coba lagi.",
        ErrorCode::QualityRejected => {
            "Gambar kurang jelas. Ambil foto ulang: tajam, berwarna, cahaya merata, tanpa lampu kilat."
        }
        ErrorCode::QuotaExhausted => "Kuota akun ini habis. Hubungi layanan bantuan.",
        ErrorCode::RateLimited => "Terlalu banyak permintaan saat ini. Tunggu sebentar lalu coba lagi.",
        ErrorCode::Timeout => "Tidak ada jawaban pada waktunya. Periksa sambungan Anda dan coba lagi.",
        ErrorCode::Unauthorized => {
            "Layanan menolak akses. Masuk kembali, atau laporkan kepada pengelola situs."
        }
        ErrorCode::Unknown => "Terjadi kesalahan yang tidak terduga. Hubungi layanan bantuan.",
        ErrorCode::VendorUnavailable => "Layanan pembaca sedang tidak tersedia. Coba lagi nanti.",
    }
}
