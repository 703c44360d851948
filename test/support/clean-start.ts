// No file inherits what another has broken: faults, scripted answers, changed switches.
import { beforeAll } from "vitest";
import { providerNames } from "../../infra/local/sandbox/state.ts";
import { forgetMessages } from "./queues.ts";
import { sandbox } from "./sandbox.ts";
import { spy } from "./spy.ts";

beforeAll(async () => {
  await forgetMessages();
  await Promise.all([spy.forget(), ...providerNames.map((name) => sandbox(name).reset())]);
});
