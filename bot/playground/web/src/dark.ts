/** Whether the person's system asks for dark colours. */

import { useSyncExternalStore } from "react";

const query = window.matchMedia("(prefers-color-scheme: dark)");

function subscribe(onChange: () => void) {
  query.addEventListener("change", onChange);
  return () => query.removeEventListener("change", onChange);
}

export const useDark = () => useSyncExternalStore(subscribe, () => query.matches);
