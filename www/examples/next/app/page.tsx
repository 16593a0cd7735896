import { KtpForm } from "./ktp-form";

/** Rendered on the server; the form comes to life in the browser. */
export default function Page() {
  return (
    <main>
      <h1>Data diri</h1>
      <KtpForm />
    </main>
  );
}
