// Icons of `<periksa-input>`, in the colour of the text beside them.

import { html, type TemplateResult } from "lit";

export type IconName =
  | "bad"
  | "busy"
  | "camera"
  | "card"
  | "clear"
  | "file"
  | "good"
  | "idle"
  | "pick"
  | "rotate"
  | "send"
  | "warn";

const CIRCLE = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z";
const PATHS: Record<IconName, string> = {
  bad: `${CIRCLE}M9 9l6 6M15 9l-6 6`,
  busy: "M12 3a9 9 0 1 0 9 9",
  camera:
    "M4 8h3l1.6-2.5h6.8L17 8h3a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1ZM12 10a3.25 3.25 0 1 0 0 6.5 3.25 3.25 0 0 0 0-6.5Z",
  card: "M5 5h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2ZM8.5 8.7a1.9 1.9 0 1 0 0 3.8 1.9 1.9 0 0 0 0-3.8ZM5.7 15.8c.5-1.2 1.5-1.9 2.8-1.9s2.3.7 2.8 1.9M14.5 10H18M14.5 14H18",
  clear: "M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.7 12a1 1 0 0 0 1 1h7.6a1 1 0 0 0 1-1l.7-12",
  file: "M6.5 3H14l5 5v12a1 1 0 0 1-1 1H6.5a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1ZM14 3v5h5",
  good: `${CIRCLE}M8 12.3l2.8 2.8L16 9.6`,
  idle: `${CIRCLE}M12 11v5M12 8v.1`,
  pick: "M12 15V4.5M7.5 8.5 12 4l4.5 4.5M4 15v3.5A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.5V15",
  rotate: "M19.5 12.5a7.5 7.5 0 1 1-2.2-5.8L20 9.4M20 4.4v5h-5",
  send: "M20.5 3.5 3.5 10l7 3.5 3.5 7 6.5-17ZM10.5 13.5l4-4",
  warn: "M12 4 2.8 19.5h18.4L12 4ZM12 10v4.5M12 17v.1",
};

export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon ${name}" viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]}></path></svg>`;
}
