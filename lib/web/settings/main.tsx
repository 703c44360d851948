// Imported first: it removes codes and handles from the address bar before any other code runs.
import "../session/take-redirect-result.ts";

import { render } from "preact";
import { readConfig } from "../read-config.ts";
import { redirectResult } from "../session/take-redirect-result.ts";
import { App } from "./app.tsx";

const root = document.getElementById("app");
if (root) render(<App config={readConfig()} redirect={redirectResult} />, root);
