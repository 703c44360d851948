// The registry of providers that register an app from a file.
import type { ProviderId } from "../provider-ids.ts";
import type { CreateAppManifest } from "./app-manifest.ts";
import { createSlackManifest } from "./slack/app-manifest.ts";

export const appManifests: Readonly<Partial<Record<ProviderId, CreateAppManifest>>> = { slack: createSlackManifest };
