//! Which name of a vendor is which field of the record: every row of the vendor contract's lists (2.2, 2.5, 4, 5.1).

use periksa::{DocumentKind, Vendor};
use serde_json::{Map, Value};

use crate::support::*;

/// Where the names stand, as pointers, and each name with its field. `-` is a name that no record has.
type Names = ((Vendor, DocumentKind), &'static str, &'static str);

const NAMES: [Names; 14] = [
    // 2.2
    (
        V_KTP,
        "/data",
        "nik=nik full_name=fullName place_of_birth=placeOfBirth date_of_birth=dateOfBirth gender=gender \
        blood_type=bloodType address=address rt_rw=rtRw administrative_village=village district=district city=city \
        state=province religion=religion marital_status=maritalStatus occupation=occupation nationality=nationality",
    ),
    // 2.5
    (
        V_KITAS,
        "/data/result_data",
        "permit_number=permitNumber permit_index=permitIndex permit_issue_date=permitIssueDate \
        permit_issue_location=permitIssuePlace permit_expiry_date=permitExpiryDate full_name=fullName \
        place_of_birth=placeOfBirth date_of_birth=dateOfBirth sex=gender nationality=nationality address=address \
        occupation=occupation status=status guarantor=guarantor niora=niora passport_number=passportNumber \
        passport_expiry_date=passportExpiryDate",
    ),
    (
        V_STNK,
        "/data/result_data",
        "no_polisi=registrationNumber nama_pemilik=ownerName alamat_pemilik=ownerAddress merek=brand tipe=type \
        jenis=category model=model tahun_pembuatan=manufactureYear warna=color no_rangka=chassisNumber \
        no_mesin=engineNumber isi_silinder=engineCapacityCc bahan_bakar=fuel warna_tnkb=plateColor \
        nomor_bpkb=bpkbNumber berlaku_sampai=validUntil tahun_registrasi=registrationYear no_stnk=stnkNumber \
        no_pajak=tax.number total_pajak=tax.total kode_lokasi=locationCode no_urut_pendaftaran=registrationSequence",
    ),
    (
        V_BPKB_IK,
        "/data/result_data",
        "nomor_polisi=vehicle.registrationNumber merek=vehicle.brand tipe=vehicle.type jenis=vehicle.category \
        model=vehicle.model tahun_pembuatan=vehicle.manufactureYear isi_silinder=vehicle.engineCapacityCc \
        warna=vehicle.color no_rangka=vehicle.chassisNumber no_mesin=vehicle.engineNumber bahan_bakar=vehicle.fuel \
        jumlah_roda=vehicle.wheelCount jumlah_sumbu=vehicle.axleCount",
    ),
    (
        V_BPKB_IP,
        "/data/result_data",
        "nama_pemilik=owner.name alamat=owner.address no_id=owner.id pekerjaan=owner.occupation \
        lokasi_dikeluarkan=owner.issuePlace tanggal_dikeluarkan=owner.issueDate",
    ),
    // 4.2, of 2026 and of 2023
    (
        G_KTP,
        "/read",
        "nik=nik nama=fullName tempat_lahir=placeOfBirth tanggal_lahir=dateOfBirth jenis_kelamin=gender \
        golongan_darah=bloodType alamat=address rt_rw=rtRw kelurahan_desa=village kecamatan=district \
        kota_kabupaten=city provinsi=province agama=religion status_perkawinan=maritalStatus pekerjaan=occupation \
        kewarganegaraan=nationality berlaku_hingga=validUntil foto=- tanda_tangan=-",
    ),
    (
        G_KTP,
        "/read",
        "nik=nik nama=fullName tempatLahir=placeOfBirth tanggalLahir=dateOfBirth jenisKelamin=gender \
        golonganDarah=bloodType alamat=address rtRw=rtRw kelurahanDesa=village kecamatan=district \
        kotaKabupaten=city provinsi=province agama=religion statusPerkawinan=maritalStatus pekerjaan=occupation \
        kewarganegaraan=nationality berlakuHingga=validUntil",
    ),
    // 4.3
    (
        G_KITAS,
        "/read",
        "permit_number=permitNumber stay_permit_index=permitIndex issued_date=permitIssueDate \
        issued_place=permitIssuePlace stay_entries_permit_expiry=permitExpiryDate full_name=fullName \
        place_of_birth=placeOfBirth date_of_birth=dateOfBirth gender=gender nationality=nationality address=address \
        occupation=occupation status=status guarantor_name=guarantor niora=niora passport_number=passportNumber \
        passport_expiry=passportExpiryDate photo=- sign=- document_type=- office_address=- office_name=- \
        office_region=-",
    ),
    (G_KITAS, "/read", "full_name=fullName stay_multiple_entries_permit_expiry=permitExpiryDate"),
    // 4.1
    (
        G_STNK,
        "/read/halaman_pajak_tahunan",
        "alamat=ownerAddress bahan_bakar=fuel berlaku_sampai=tax.validUntil ditetapkan_tanggal=tax.setDate \
        ident=tax.ident isi_silinder=engineCapacityCc jenis=category jumlah_sumbu=tax.axleCount \
        kepemilikan_ke=tax.ownershipOrder kode_njkb=tax.njkbCode merk=brand model=model nama_pemilik=ownerName \
        nomor_bpkb=bpkbNumber nomor_identitas_pemilik=ownerId nomor_mesin=engineNumber \
        nomor_pajak_tahunan=tax.number nomor_rangka=chassisNumber nomor_registrasi=registrationNumber \
        nomor_registrasi_lama=tax.previousRegistrationNumber samsat_provinsi=tax.samsatProvince \
        tahun_pembuatan=manufactureYear tahun_registrasi=registrationYear tipe=type warna=color \
        warna_tnkb=plateColor",
    ),
    (
        G_STNK,
        "/read/halaman_stnk",
        "alamat=ownerAddress bahan_bakar=fuel berlaku_sampai=validUntil isi_silinder=engineCapacityCc jenis=category \
        kode_lokasi=locationCode merk=brand model=model nama_pemilik=ownerName nomor_bpkb=bpkbNumber \
        nomor_identitas_pemilik=ownerId nomor_mesin=engineNumber nomor_rangka=chassisNumber \
        nomor_registrasi=registrationNumber nomor_stnk=stnkNumber nomor_urut_pendaftaran=registrationSequence \
        polda_penerbitan=issuingPolice tahun_pembuatan=manufactureYear tahun_registrasi=registrationYear \
        tanggal_penerbitan=issueDate tempat_penerbitan=issuePlace tipe=type warna=color warna_tnkb=plateColor",
    ),
    // 4.1, of 2023
    (
        G_STNK,
        "/read",
        "alamat=ownerAddress bahan_bakar=fuel berlaku_sampai=validUntil isi_sillinder=engineCapacityCc jenis=category \
        kode_lokasi=locationCode merk=brand model=model nama_pemilik=ownerName nomor_bpkb=bpkbNumber \
        nomor_mesin=engineNumber nomor_rangka=chassisNumber nomor_registrasi=registrationNumber \
        nomor_stnk=stnkNumber nomor_urut_pendaftaran=registrationSequence tahun_pembuatan=manufactureYear \
        tahun_registrasi=registrationYear tipe=type warna=color warna_tnkb=plateColor",
    ),
    // 4.4
    (
        G_BPKB,
        "/read",
        "identitas_pemilik/nama_pemilik=owner.name identitas_pemilik/alamat=owner.address \
        identitas_pemilik/no_ktp_tdp=owner.id identitas_pemilik/pekerjaan=owner.occupation \
        identitas_pemilik/no_telepon=owner.phone identitas_pemilik/alamat_email=owner.email \
        identitas_pemilik/dikeluarkan=owner.issuePlace identitas_pemilik/pada_tanggal=owner.issueDate \
        identitas_pemilik/stempel_nomor_bpkb=owner.bpkbNumber \
        identitas_kendaraan/nomor_registrasi=vehicle.registrationNumber identitas_kendaraan/merk=vehicle.brand \
        identitas_kendaraan/type=vehicle.type identitas_kendaraan/jenis=vehicle.category \
        identitas_kendaraan/model=vehicle.model identitas_kendaraan/tahun_pembuatan=vehicle.manufactureYear \
        identitas_kendaraan/isi_silinder=vehicle.engineCapacityCc identitas_kendaraan/warna=vehicle.color \
        identitas_kendaraan/nomor_rangka=vehicle.chassisNumber identitas_kendaraan/nomor_mesin=vehicle.engineNumber \
        identitas_kendaraan/bahan_bakar=vehicle.fuel identitas_kendaraan/jumlah_roda=vehicle.wheelCount \
        identitas_kendaraan/jumlah_sumbu=vehicle.axleCount identitas_kendaraan/warna_tnkb=vehicle.plateColor \
        dokumen_registrasi_pertama/nama_apm=firstRegistration.manufacturer \
        dokumen_registrasi_pertama/nomor_faktur=firstRegistration.invoiceNumber \
        dokumen_registrasi_pertama/tanggal_faktur=firstRegistration.invoiceDate \
        dokumen_registrasi_pertama/nomor_form_abc=firstRegistration.abcFormNumber \
        halaman_terakhir/diterbitkan_oleh=lastPage.issuedBy halaman_terakhir/no_register=lastPage.registerNumber",
    ),
    (
        G_BPKB,
        "/read",
        "identitas_pemilik/nomor_ktp_tdp=owner.id identitas_pemilik/nomor_bpkb=owner.bpkbNumber \
        halaman_registrasi_pertama/nama_apm=firstRegistration.manufacturer",
    ),
];

#[test]
fn every_name_of_a_vendor_is_the_field_of_the_map() {
    for (pair, place, names) in NAMES {
        let mut body = Value::Null;
        let mut expected = Vec::new();
        for (name, field) in names.split(' ').map(|row| row.split_once('=').unwrap()) {
            let pointer = format!("{place}/{name}");
            // The name is its own text, so a field tells which it was taken from.
            put(&mut body, &pointer, name);
            if field != "-" {
                expected.push((field.to_owned(), name.to_owned(), pointer));
            }
        }
        let extraction = success(pair, &body);
        let mut read = Vec::new();
        leaves(&serde_json::to_value(&extraction.record).unwrap(), "", &mut read);
        expected.sort();
        read.sort();
        assert_eq!(read, expected, "{pair:?} {place}");
    }
}

/// Puts a text under the pointer, with the objects on the way.
fn put(body: &mut Value, pointer: &str, text: &str) {
    let mut place = body;
    for name in pointer.split('/').skip(1) {
        if place.is_null() {
            *place = Value::Object(Map::new());
        }
        place = &mut place[name];
    }
    *place = Value::from(text);
}

/// Path, text and source of each field that is there.
fn leaves(node: &Value, path: &str, found: &mut Vec<(String, String, String)>) {
    let Some(members) = node.as_object() else { return };
    if !members.contains_key("textConfidence") {
        for (name, member) in members {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            leaves(member, &path, found);
        }
    } else if let (Some(text), Some(source)) = (members["text"].as_str(), members["source"].as_str()) {
        found.push((path.to_owned(), text.to_owned(), source.to_owned()));
    }
}
