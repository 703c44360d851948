import { offProblem } from "./off-problem.ts";
import { readSwitches, type Switches } from "./switches.ts";

/** @throws Problem not_configured where the operator has not switched questions on, provider_unavailable */
export async function requireOn(): Promise<Switches> {
  const switches = await readSwitches();
  if (!switches.isOn) throw offProblem();
  return switches;
}
