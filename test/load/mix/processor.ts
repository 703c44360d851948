// Runs inside Artillery: chooses each request, and measures it by phase and by endpoint.
import { readCallers } from "./callers.ts";
import { channelName, type Ended, type PhaseStarted } from "./channel.ts";
import { type Endpoint, planRequests } from "./requests.ts";

interface Events {
  emit(event: "counter" | "histogram", name: string, value: number): void;
}

/** What Artillery passes on to its HTTP client. */
interface RequestParams {
  url: string;
  method: string;
  headers?: Record<string, string>;
  json?: unknown;
  followRedirect?: boolean;
}

interface Context {
  patchbay?: { readonly phase: string; readonly endpoint: Endpoint; readonly from: number; isEnded: boolean };
}

const { PATCHBAY_LOAD_TOKENS = "", PATCHBAY_LOAD_ORIGIN = "", PATCHBAY_LOAD_WITHOUT = "" } = process.env;
const { PATCHBAY_LOAD_FIRST_PHASE: firstPhase = "" } = process.env;

const plan = planRequests(
  await readCallers(PATCHBAY_LOAD_TOKENS),
  PATCHBAY_LOAD_WITHOUT.split(",").filter(Boolean) as Endpoint[],
);
let turn = 0;
let phase = firstPhase;

const channel = new BroadcastChannel(channelName);
channel.onmessage = ({ data }: { readonly data: PhaseStarted | Ended }) => {
  if ("phase" in data) ({ phase } = data);
};
// Or the thread would never end.
channel.unref();

/** Before a request: fills in the one whose turn it is. */
export function prepareRequest(params: RequestParams, context: Context, _events: Events, next: () => void): void {
  const { endpoint, method, path, token, body } = plan(turn++);
  params.url = PATCHBAY_LOAD_ORIGIN + path;
  params.method = method;
  // A token goes to the origin under test alone.
  params.followRedirect = false;
  params.headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  if (body) params.json = body;
  context.patchbay = { phase, endpoint, from: performance.now(), isEnded: false };
  next();
}

/** After the whole answer has arrived. */
export function recordAnswer(
  _params: RequestParams,
  answer: { readonly statusCode: number },
  context: Context,
  events: Events,
  next: () => void,
): void {
  recordEnd(context, events, answer.statusCode === 200 ? undefined : `${answer.statusCode}`);
  next();
}

/** After a request that got no answer. Artillery may call it twice. */
export function recordFailure(
  error: { readonly code?: string },
  _params: RequestParams,
  context: Context,
  events: Events,
  next: () => void,
): void {
  recordEnd(context, events, error.code ?? "no answer");
  next();
}

function recordEnd({ patchbay }: Context, events: Events, failure: string | undefined): void {
  if (!patchbay || patchbay.isEnded) return;
  patchbay.isEnded = true;
  const ms = performance.now() - patchbay.from;
  const isOk = failure === undefined;
  for (const name of [`phase.${patchbay.phase}`, `endpoint.${patchbay.endpoint}`]) {
    events.emit("histogram", `${name}.latency`, ms);
    events.emit("counter", `${name}.requests`, 1);
    events.emit("counter", `${name}.ok`, isOk ? 1 : 0);
  }
  events.emit("histogram", "all.latency", ms);
  if (failure) events.emit("counter", `failure.${patchbay.endpoint} ${failure}`, 1);
  channel.postMessage({ isOk } satisfies Ended);
}
