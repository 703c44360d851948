import type { AwsCall } from "../../infra/local/aws-call.ts";
import type { Fault } from "../../infra/local/aws-fault.ts";
import { cloud } from "./cloud.ts";
import { sendControl } from "./control.ts";

/** Records the Lambdas' AWS calls and injects faults into them. */
export const spy = {
  /**
   * Every AWS call since the last {@link spy.forget}, in order. A call that the SDK repeats, as after a stall, is listed once.
   * @param lambda lists only the calls of the function with exactly this name, since other Lambdas run at the same time
   */
  async calls(lambda?: string): Promise<AwsCall[]> {
    const sent = await sendControl<AwsCall[]>(`${address()}/_spy/calls`);
    return sent.filter((call) => !call.isRepeated && (lambda === undefined || call.lambda === lambda));
  },
  /** Clears recorded calls and faults. */
  async forget(): Promise<void> {
    await sendControl(`${address()}/_spy/calls`, "DELETE");
    await sendControl(`${address()}/_spy/faults`, "DELETE");
  },
  /** Makes the next matching calls fail; each fault applies to `times` calls (1 by default). */
  breakNext: (...faults: Fault[]) => sendControl(`${address()}/_spy/faults`, "POST", faults),
  /** The calls made while `work` ran, with DynamoDB's units. Nothing else may write the same rows meanwhile. */
  async countUnits(work: () => Promise<unknown>): Promise<AwsCall[]> {
    const before = (await spy.calls()).length;
    await sendControl(`${address()}/_spy/units`, "POST");
    await work();
    await sendControl(`${address()}/_spy/units`, "DELETE");
    return (await spy.calls()).slice(before);
  },
  /**
   * The calls made while `work` ran, such as "dynamodb GetItem owner#": service, operation and prefix of the key. Without counts for
   * administrators, which the first call of a minute writes, whichever it is: test/analytics/counting.cloud.test.ts counts those.
   * @param lambda lists only functions whose name contains this, since background jobs call AWS too
   */
  async during(work: () => Promise<unknown>, lambda = ""): Promise<string[]> {
    const before = (await spy.calls()).length;
    await work();
    const made = (await spy.calls()).slice(before);
    return made.filter((call) => (call.lambda ?? "").includes(lambda) && !isCounting(call)).map(summary);
  },
};

const address = (): string => cloud().lambdaEndpoint;

/** Whether a call writes the counts of a container. */
export const isCounting = ({ operation, keys = [] }: AwsCall): boolean =>
  operation === "UpdateItem" && keys.some((key) => key.startsWith("usage#"));

function summary({ service, operation, keys = [] }: AwsCall): string {
  const kinds = keys.map((key) => `${key.split("#")[0]}#`);
  return [service, operation, ...kinds].join(" ");
}
