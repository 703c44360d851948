// The few AWS operations a test needs, over real HTTP (AWS JSON), so that the SDK's own clients are under test.
import { createHash } from "node:crypto";
import { json, type Play, startTestServer, type TestServer } from "./test-server.ts";

type Input = Readonly<Record<string, unknown>>;

interface AwsCall {
  readonly operation: string;
  readonly input: Input;
}

export interface AwsStandIn {
  readonly calls: AwsCall[];
  /** What an operation answers from now on. */
  on(operation: string, play: (input: Input) => Play): void;
  /** Forgets calls and answers. */
  forget(): void;
  close(): Promise<void>;
}

/** An AWS error of this type. */
export const awsError = (type: string, status = 400): Play => json({ __type: type, message: type }, status);

/** Starts it and points the SDK's clients to it; start it before they are used. */
export async function startAwsStandIn(): Promise<AwsStandIn> {
  const answers = new Map<string, (input: Input) => Play>();
  const calls: AwsCall[] = [];
  const end: TestServer = await startTestServer((response, asked) => {
    const operation = String(asked.headers["x-amz-target"]).split(".")[1] ?? "";
    const input: Input = JSON.parse(asked.body);
    calls.push({ operation, input });
    const play = answers.get(operation)?.(input) ?? awsError("AccessDeniedException");
    play(response, asked);
  });
  process.env.AWS_ENDPOINT_URL = end.url;
  // The queue's client goes to the host of the queue's address.
  process.env.REVOCATIONS_QUEUE_URL = `${end.url}/revocations`;
  return {
    calls,
    on: (operation, play) => answers.set(operation, play),
    forget() {
      calls.length = 0;
      answers.clear();
    },
    close: end.close,
  };
}

/** What a queue answers for a message it keeps; the client compares the checksum. */
export const acceptMessage = ({ MessageBody }: Input): Play =>
  json({ MessageId: "m-1", MD5OfMessageBody: createHash("md5").update(String(MessageBody)).digest("hex") });

/** The one secret and parameter that a stage with every provider configured has. */
export function configureProviders(aws: AwsStandIn, ids: Readonly<Record<string, string>>, secret = "secret"): void {
  aws.on("GetParameter", () => json({ Parameter: { Value: JSON.stringify(ids) } }));
  aws.on("GetSecretValue", () => json({ SecretString: JSON.stringify({ current: secret }) }));
}
