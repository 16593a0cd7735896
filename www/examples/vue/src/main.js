import { createApp } from "vue";
import KtpForm from "./KtpForm.vue";

createApp(KtpForm).mount("#app");
