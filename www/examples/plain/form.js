const [form] = document.forms;
const [ktp] = form.querySelectorAll("periksa-input");

ktp.addEventListener("periksa-record", ({ detail: { record } }) => {
  form.elements.nik.value = record.nik.value ?? "";
  form.elements.fullName.value = record.fullName.value ?? "";
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  // Here your server would get the form: fetch("/daftar", { method: "POST", body: new FormData(form) }).
  const files = [...new FormData(form).values()].filter((value) => value instanceof File);
  document.getElementById("result").textContent = `${files.length} berkas siap dikirim bersama formulir.`;
});
