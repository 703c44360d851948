import type { AwsCall } from "../../infra/local/aws-call.ts";
import type { Fault } from "../../infra/local/aws-fault.ts";
import { cloud } from "./cloud.ts";
import { sendControl } from "./control.ts";

/** What the Lambdas asked of AWS, and how to break it. */
export const spy = {
  /**
   * Every AWS call since the last {@link spy.forget}, in order; what a client sends again, as where the machine stood still, counts once.
   * @param lambda only those of the function with exactly this name: others are at work too, and may finish late
   */
  async calls(lambda?: string): Promise<AwsCall[]> {
    const sent = await sendControl<AwsCall[]>(`${address()}/_spy/calls`);
    return sent.filter((call) => !call.isRepeated && (lambda === undefined || call.lambda === lambda));
  },
  /** Forgets calls and faults. */
  async forget(): Promise<void> {
    await sendControl(`${address()}/_spy/calls`, "DELETE");
    await sendControl(`${address()}/_spy/faults`, "DELETE");
  },
  /** Makes the next matching calls fail; each fault meets `times` calls (1 unless given). */
  breakNext: (...faults: Fault[]) => sendControl(`${address()}/_spy/faults`, "POST", faults),
  /**
   * The calls made while `work` ran, as "dynamodb GetItem owner#" and the like: operation and kind of key.
   * @param lambda counts only functions whose name contains this, since background jobs call AWS too
   */
  async during(work: () => Promise<unknown>, lambda = ""): Promise<string[]> {
    const before = (await spy.calls()).length;
    await work();
    const made = (await spy.calls()).slice(before);
    return made.filter((call) => (call.lambda ?? "").includes(lambda)).map(summary);
  },
};

const address = (): string => cloud().lambdaEndpoint;

function summary({ service, operation, keys = [] }: AwsCall): string {
  const kinds = keys.map((key) => `${key.split("#")[0]}#`);
  return [service, operation, ...kinds].join(" ");
}
