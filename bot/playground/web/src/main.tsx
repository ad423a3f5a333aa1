/** Starts the page. */

import { createRoot } from "react-dom/client";

import { App } from "./App";
import "slack-blocks-to-jsx/dist/style.css";
import "./page.css";

createRoot(document.getElementById("page")!, {
  // A block that cannot be drawn is dealt with where it stands; it is no news for the console.
  onCaughtError: () => undefined,
}).render(<App />);
