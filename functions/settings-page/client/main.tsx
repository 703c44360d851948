// First of all: it takes codes and handles out of the address bar before any other code runs.
import "./take-landing.ts";

import { render } from "preact";
import { readConfig } from "./config.ts";
import { App } from "./page/app.tsx";
import { landing } from "./take-landing.ts";

const root = document.getElementById("app");
if (root) render(<App config={readConfig()} landing={landing} />, root);
