// A fake AWS over real HTTP (AWS JSON protocol), so that unit tests exercise the SDK's own clients.
import { createHash } from "node:crypto";
import { json, type Play, startTestServer, type TestServer } from "./test-server.ts";

type Input = Readonly<Record<string, unknown>>;

interface AwsCall {
  readonly operation: string;
  readonly input: Input;
}

export interface AwsStandIn {
  readonly calls: AwsCall[];
  /** Sets the response of an operation. */
  on(operation: string, play: (input: Input) => Play): void;
  /** Clears recorded calls and responses. */
  forget(): void;
  close(): Promise<void>;
}

/** An AWS error response of this type. */
export const awsError = (type: string, status = 400): Play => json({ __type: type, message: type }, status);

/** Starts the server and points the SDK's clients to it. Start it before the first client is used. */
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
  // The SQS client sends requests to the host of the queue's URL.
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

/** SQS's response to an accepted message; the client checks the MD5. */
export const acceptMessage = ({ MessageBody }: Input): Play =>
  json({ MessageId: "m-1", MD5OfMessageBody: createHash("md5").update(String(MessageBody)).digest("hex") });

/** Sets the client ids and the client secret of a stage where every provider is configured. */
export function configureProviders(aws: AwsStandIn, ids: Readonly<Record<string, string>>, secret = "secret"): void {
  aws.on("GetParameter", () => json({ Parameter: { Value: JSON.stringify(ids) } }));
  aws.on("GetSecretValue", () => json({ SecretString: JSON.stringify({ current: secret }) }));
}
