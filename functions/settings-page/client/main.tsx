// First of all imports: it takes the secrets out of the address bar before any other code runs.

import { render } from "preact";
import { readConfig } from "./config.ts";
import { App } from "./page/app.tsx";
import { landing } from "./take-landing.ts";

const root = document.getElementById("app");
if (root) {
  root.replaceChildren();
  render(<App config={readConfig()} landing={landing} />, root);
}
