import { render } from "preact";
import { readConfig } from "../read-config.ts";
import { AdminApp } from "./app.tsx";

const root = document.getElementById("app");
if (root) render(<AdminApp config={readConfig()} />, root);
