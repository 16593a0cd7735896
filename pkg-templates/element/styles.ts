// Styles of `<periksa-input>`. A custom property sets each colour; light or dark follows the page's `color-scheme`.

import { type CSSResult, css } from "lit";

const colours = css`
  :host {
    --_ink: var(--periksa-ink, #16202b);
    --_soft: var(--periksa-soft, #536070);
    --_surface: var(--periksa-surface, #ffffff);
    --_ground: var(--periksa-ground, #f3f5f8);
    --_line: var(--periksa-line, #d5dbe3);
    --_edge: var(--periksa-edge, #76838f);
    --_accent: var(--periksa-accent, #0b5cad);
    --_on-accent: var(--periksa-on-accent, #ffffff);
    --_bad: var(--periksa-bad, #a8201a);
    --_bad-ground: var(--periksa-bad-ground, #fdf0ef);
    --_warn: var(--periksa-warn, #7a4b00);
    --_warn-ground: var(--periksa-warn-ground, #fff6e3);
    --_good: var(--periksa-good, #146c3c);
    --_radius: var(--periksa-radius, 0.75rem);
  }

  @supports (color: light-dark(#000, #fff)) {
    :host {
      --_ink: var(--periksa-ink, light-dark(#16202b, #e8edf2));
      --_soft: var(--periksa-soft, light-dark(#536070, #a3b0be));
      --_surface: var(--periksa-surface, light-dark(#ffffff, #18212b));
      --_ground: var(--periksa-ground, light-dark(#f3f5f8, #10171e));
      --_line: var(--periksa-line, light-dark(#d5dbe3, #35424f));
      --_edge: var(--periksa-edge, light-dark(#76838f, #748393));
      --_accent: var(--periksa-accent, light-dark(#0b5cad, #7db8f5));
      --_on-accent: var(--periksa-on-accent, light-dark(#ffffff, #0a1926));
      --_bad: var(--periksa-bad, light-dark(#a8201a, #ff9d96));
      --_bad-ground: var(--periksa-bad-ground, light-dark(#fdf0ef, #321c1e));
      --_warn: var(--periksa-warn, light-dark(#7a4b00, #f5c46b));
      --_warn-ground: var(--periksa-warn-ground, light-dark(#fff6e3, #30281a));
      --_good: var(--periksa-good, light-dark(#146c3c, #77d3a0));
    }
  }
`;

const frame = css`
  :host {
    display: block;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  p,
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  [part~="base"] {
    display: flex;
    flex-wrap: wrap;
    gap: 1rem;
    padding: 1rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_ink);
    line-height: 1.5;
    overflow-wrap: anywhere;
  }

  [part~="base"].idle,
  [part~="base"].over {
    border: 2px dashed var(--_edge);
    padding: calc(1rem - 1px);
  }

  [part~="base"].over {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 8%, var(--_surface));
  }

  [part~="base"].disabled {
    background: var(--_ground);
    color: var(--_soft);
  }

  :focus {
    outline: none;
  }

  :focus-visible {
    outline: 3px solid var(--_accent);
    outline-offset: 2px;
  }

  /* Preview and body stand side by side where both fit. */
  [part="preview"] {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    flex: 1 1 14rem;
    gap: 0.5rem;
    align-content: start;
  }

  [part="body"] {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    flex: 999 1 18rem;
    gap: 0.5rem;
    align-content: start;
    min-inline-size: 0;
  }

  .idle [part="preview"] {
    flex: 0 0 auto;
  }

  .idle [part="body"] {
    flex-basis: 12rem;
  }

  [part="title"] {
    font-weight: 600;
    font-size: 1.0625em;
  }

  [part="required"],
  [part="facts"],
  [part="hints"] {
    color: var(--_soft);
    font-weight: 400;
    font-size: 0.875em;
  }

  .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .touch {
    display: none;
  }

  @media (pointer: coarse) {
    .touch {
      display: revert;
    }

    button.touch {
      display: inline-flex;
    }

    .mouse {
      display: none;
    }
  }

  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

const picture = css`
  [part="picture"],
  [part="icon"] {
    inline-size: 100%;
    border-radius: calc(var(--_radius) * 0.667);
    background: var(--_ground);
  }

  [part="picture"] {
    max-block-size: 15rem;
    object-fit: contain;
  }

  [part="icon"] {
    display: grid;
    gap: 0.25rem;
    place-content: center;
    justify-items: center;
    min-block-size: 9rem;
    color: var(--_soft);
    font-weight: 600;
    font-size: 0.875em;
  }

  [part="icon"] .icon {
    inline-size: 2.5rem;
    block-size: 2.5rem;
    stroke-width: 1.25;
  }

  .idle [part="icon"] {
    inline-size: 3rem;
    min-block-size: 3rem;
    border-radius: 50%;
    color: var(--_accent);
  }

  .idle [part="icon"] .icon {
    inline-size: 1.5rem;
    block-size: 1.5rem;
    stroke-width: 1.5;
  }

  .checking [part="picture"] {
    opacity: 0.5;
  }

  .icon {
    flex: none;
    inline-size: 1.25rem;
    block-size: 1.25rem;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
`;

const status = css`
  [part="status"] {
    display: grid;
    gap: 0.5rem;
  }

  [part="line"],
  [part~="note"] {
    display: flex;
    gap: 0.5rem;
    align-items: start;
  }

  [part="line"] .icon,
  [part~="note"] .icon {
    margin-block-start: calc((1.5em - 1.25rem) / 2);
  }

  [part="line"] {
    font-weight: 600;
  }

  [part="line"].idle {
    color: var(--_soft);
    font-weight: 400;
  }

  [part="line"].busy .icon {
    color: var(--_accent);
  }

  [part="line"].good {
    color: var(--_good);
  }

  [part="line"].warn {
    color: var(--_warn);
  }

  [part="line"].bad {
    color: var(--_bad);
  }

  [part="notes"] {
    display: grid;
    gap: 0.375rem;
  }

  [part~="note"] {
    padding: 0.5rem 0.75rem;
    border-radius: calc(var(--_radius) * 0.667);
    font-size: 0.9375em;
  }

  [part~="note"].error {
    background: var(--_bad-ground);
  }

  [part~="note"].error .icon {
    color: var(--_bad);
  }

  [part~="note"].warning {
    background: var(--_warn-ground);
  }

  [part~="note"].warning .icon {
    color: var(--_warn);
  }

  [part="progress"] {
    display: grid;
    gap: 0.25rem;
    min-block-size: 2.25rem;
    align-content: start;
    color: var(--_soft);
    font-size: 0.875em;
    font-variant-numeric: tabular-nums;
  }

  [part="bar"] {
    appearance: none;
    inline-size: 100%;
    block-size: 0.5rem;
    border: 0;
    border-radius: 0.25rem;
    background: var(--_line);
    overflow: hidden;
  }

  [part="bar"]::-webkit-progress-bar {
    background: var(--_line);
  }

  [part="bar"]::-webkit-progress-value {
    background: var(--_accent);
  }

  [part="bar"]::-moz-progress-bar {
    background: var(--_accent);
  }

  /* The time that an answer takes is unknown. */
  [part="bar"]:indeterminate {
    background: linear-gradient(90deg, var(--_line) 25%, var(--_accent) 50%, var(--_line) 75%) 0 / 200% 100%;
  }

  [part="bar"]:indeterminate::-webkit-progress-bar {
    background: transparent;
  }

  [part="bar"]:indeterminate::-moz-progress-bar {
    background: transparent;
  }

  @keyframes turn {
    to {
      rotate: 360deg;
    }
  }

  @keyframes pass {
    from {
      background-position: 100% 0;
    }
    to {
      background-position: -100% 0;
    }
  }

  @media (prefers-reduced-motion: no-preference) {
    [part="line"].busy .icon {
      animation: turn 1s linear infinite;
    }

    [part="bar"]:indeterminate {
      animation: pass 1.5s linear infinite;
    }
  }
`;

const buttons = css`
  [part="actions"],
  [part="tools"] {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }

  [part="actions"] {
    margin-block-start: 0.25rem;
  }

  [part="tools"] > button {
    flex: 1 1 0;
    min-inline-size: min-content;
    padding-inline: 0.625rem;
  }

  button {
    display: inline-flex;
    /* Words stay whole; where they don't fit side by side the buttons stand below each other. */
    overflow-wrap: break-word;
    gap: 0.5rem;
    align-items: center;
    justify-content: center;
    min-inline-size: 44px;
    min-block-size: 44px;
    padding: 0.5rem 1rem;
    border: 1px solid var(--_edge);
    border-radius: calc(var(--_radius) * 0.667);
    background: var(--_surface);
    color: var(--_ink);
    font: inherit;
    font-weight: 600;
    line-height: 1.25;
    cursor: pointer;
    touch-action: manipulation;
  }

  button:hover:enabled {
    background: var(--_ground);
  }

  button[part~="primary"] {
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
  }

  button[part~="primary"]:hover:enabled {
    background: color-mix(in srgb, var(--_accent) 88%, var(--_ink));
  }

  button:disabled {
    border-color: var(--_line);
    background: var(--_ground);
    color: var(--_soft);
    cursor: not-allowed;
  }

  /* On phones the camera is the primary button, not the gallery. */
  @media (pointer: coarse) {
    button[part~="primary"][part~="pick"]:enabled {
      border-color: var(--_edge);
      background: var(--_surface);
      color: var(--_ink);
    }
  }

  /* On narrow screens the buttons fill the width. */
  @media (max-width: 30rem) {
    [part="actions"] > button {
      flex: 1 1 auto;
    }

    [part="actions"] > [part~="primary"] {
      flex-basis: 100%;
    }
  }

  @media (forced-colors: active) {
    button:disabled {
      color: GrayText;
    }
  }
`;

export const STYLES: CSSResult[] = [colours, frame, picture, status, buttons];
