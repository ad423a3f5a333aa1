/** Small drawings. They carry no words: whatever holds one has a label. */

import type { ReactNode } from "react";

function Icon({
  children,
  size = 18,
  filled = false,
}: {
  children: ReactNode;
  size?: number;
  filled?: boolean;
}) {
  return (
    <svg
      aria-hidden="true"
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill={filled ? "currentColor" : "none"}
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  );
}

const THUMB =
  "M6.5 9.2 9.6 3c1.2 0 2 .9 2 2.1 0 1-.3 1.9-.6 2.7h4.2c1 0 1.7.9 1.5 1.9l-1.1 5.6c-.2.9-.9 1.5-1.8 1.5H6.5z";

export const ThumbUp = ({ filled }: { filled?: boolean }) => (
  <Icon filled={filled}>
    <path d={THUMB} />
    <path d="M6.5 9.2H3.6v7.6h2.9" />
  </Icon>
);
export const ThumbDown = ({ filled }: { filled?: boolean }) => (
  <Icon filled={filled}>
    <g transform="rotate(180 10 10)">
      <path d={THUMB} />
      <path d="M6.5 9.2H3.6v7.6h2.9" />
    </g>
  </Icon>
);
export const Eye = () => (
  <Icon size={14}>
    <path d="M1.8 10S4.8 4.6 10 4.6 18.2 10 18.2 10s-3 5.4-8.2 5.4S1.8 10 1.8 10z" />
    <circle cx="10" cy="10" r="2.4" />
  </Icon>
);
export const Plane = () => (
  <Icon filled>
    <path
      stroke="none"
      d="M2.6 2.9c-.2-.7.4-1.2 1-.9l14 7.2c.6.3.6 1.2 0 1.5l-14 7.3c-.6.3-1.2-.3-1-.9l1.9-5.7 6.6-.9c.6-.1.6-.9 0-1l-6.6-.9z"
    />
  </Icon>
);
export const Close = () => (
  <Icon>
    <path d="m5 5 10 10M15 5 5 15" />
  </Icon>
);
export const Warning = ({ size }: { size?: number }) => (
  <Icon size={size}>
    <path d="M10 3.2 17.6 16.5H2.4z" />
    <path d="M10 8v4M10 14.2v.1" />
  </Icon>
);
const Info = () => (
  <Icon size={20}>
    <circle cx="10" cy="10" r="7.2" />
    <path d="M10 9.2v4.4M10 6.4v.1" />
  </Icon>
);
export const Trash = () => (
  <Icon>
    <path d="M3.5 5.5h13M8 5.5v-2h4v2M5.2 5.5l.8 11h8l.8-11M8.5 8.5v5M11.5 8.5v5" />
  </Icon>
);
export const Slash = () => (
  <Icon>
    <rect x="2.8" y="2.8" width="14.4" height="14.4" rx="3" />
    <path d="m11.6 6.4-3.2 7.2" />
  </Icon>
);
export const At = () => (
  <Icon>
    <circle cx="10" cy="10" r="3" />
    <path d="M13 7v4.2c0 1.2.9 2 2 2s2.2-.9 2.2-3.2A7.2 7.2 0 1 0 13.6 16.2" />
  </Icon>
);
export const Hash = () => (
  <Icon size={16}>
    <path d="M8 3 6.4 17M13.6 3 12 17M3.6 7.4h13.2M3.2 12.6h13.2" />
  </Icon>
);

/** The bot's picture, drawn so that nothing has to be loaded: four quarter hours make a unit. */
export const BotPicture = ({ size = 36 }: { size?: number }) => (
  <svg aria-hidden="true" className="picture" width={size} height={size} viewBox="0 0 36 36">
    <rect width="36" height="36" rx="8" fill="#1f5f5b" />
    <g fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round">
      <path d="M11 10.5v9.3a7 7 0 0 0 14 0v-9.3" />
      <path d="M18 10.5v8.5" stroke="#8fd6c8" />
    </g>
  </svg>
);
export const YourPicture = ({ size = 36 }: { size?: number }) => (
  <svg aria-hidden="true" className="picture" width={size} height={size} viewBox="0 0 36 36">
    <rect width="36" height="36" rx="8" fill="#8a4f7d" />
    <g fill="#fff">
      <circle cx="18" cy="14.5" r="5" />
      <path d="M8.5 28c1-5.2 4.8-7.5 9.5-7.5s8.5 2.3 9.5 7.5z" />
    </g>
  </svg>
);
export const NoticePicture = ({ failed }: { failed: boolean }) => (
  <span className={`picture notice-picture ${failed ? "" : "hint"}`} aria-hidden="true">
    {failed ? <Warning size={20} /> : <Info />}
  </span>
);
