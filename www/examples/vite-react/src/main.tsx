import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { KtpForm } from "./ktp-form";

const root = document.getElementById("root") as HTMLElement;
createRoot(root).render(
  <StrictMode>
    <KtpForm />
  </StrictMode>,
);
