// The Data API of Aurora over a PostgreSQL server on this machine: docs.aws.amazon.com/rdsdataservice/latest/APIReference
// It pools its connections, and resets one before another transaction gets it.
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Client, type ClientConfig, DatabaseError } from "pg";
import * as z from "zod";
import { ApiRefusal, executeStatement } from "./data-api-statement.ts";

export interface DataApiShim {
  readonly endpoint: string;
  /** How many transactions are neither committed nor rolled back. */
  countOpen(): number;
  /** The next request is not answered. */
  hangOnce(): void;
  stop(): Promise<void>;
}

interface ShimOptions {
  readonly clusterArn: string;
  /** Logins by their secret's ARN. */
  readonly secrets: Readonly<Record<string, ClientConfig>>;
}

const bodySchema = z.object({
  resourceArn: z.string(),
  secretArn: z.string(),
  database: z.string().optional(),
  transactionId: z.string().optional(),
  sql: z.string().optional(),
  parameters: z.array(z.object({ name: z.string(), value: z.object({ stringValue: z.string() }) })).optional(),
  includeResultMetadata: z.boolean().optional(),
  resultSetOptions: z.object({ decimalReturnType: z.string(), longReturnType: z.string() }).partial().optional(),
});

type Body = z.output<typeof bodySchema>;

export async function startDataApiShim({ clusterArn, secrets }: ShimOptions): Promise<DataApiShim> {
  const open = new Map<string, Client>();
  const idle: Client[] = [];
  let hangs = false;

  async function begin({ secretArn, database = "postgres" }: Body): Promise<object> {
    const pooled = idle.pop();
    const isAlive = await pooled?.query("begin").then(
      () => true,
      () => false,
    );
    const client = pooled && isAlive ? pooled : await connect(secrets[secretArn], database);
    if (client !== pooled) await client.query("begin");
    const transactionId = randomUUID();
    open.set(transactionId, client);
    return { transactionId };
  }

  async function end({ transactionId = "" }: Body, verb: "commit" | "rollback"): Promise<object> {
    const client = requireTransaction(transactionId);
    open.delete(transactionId);
    await client.query(verb);
    await client.query("discard all");
    idle.push(client);
    return { transactionStatus: verb === "commit" ? "Transaction Committed" : "Rollback Complete" };
  }

  function requireTransaction(transactionId: string): Client {
    const client = open.get(transactionId);
    if (client) return client;
    throw new ApiRefusal("TransactionNotFoundException", `Transaction ${transactionId} is not found`, 404);
  }

  const actions: Readonly<Record<string, (body: Body) => Promise<object>>> = {
    "/BeginTransaction": begin,
    "/CommitTransaction": (body) => end(body, "commit"),
    "/RollbackTransaction": (body) => end(body, "rollback"),
    "/Execute": (body) =>
      executeStatement(requireTransaction(body.transactionId ?? ""), { ...body, sql: body.sql ?? "" }),
  };

  async function answer(request: IncomingMessage): Promise<object> {
    const action = request.method === "POST" ? actions[request.url ?? ""] : undefined;
    if (!action) throw new ApiRefusal("UnknownOperationException", "", 404);
    if (!/^AWS4-HMAC-SHA256 Credential=[^,]+\/rds-data\/aws4_request, /.test(request.headers.authorization ?? ""))
      throw new ApiRefusal("AccessDeniedException", "The request is not signed for rds-data", 403);
    const body = bodySchema.parse(JSON.parse((await request.toArray()).join("")));
    if (body.resourceArn !== clusterArn) throw new ApiRefusal("DatabaseNotFoundException", "DB cluster not found", 404);
    if (!secrets[body.secretArn]) throw new ApiRefusal("InvalidSecretException", "The secret cannot be read", 400);
    return action(body);
  }

  const server = createServer(async (request, response) => {
    if (hangs) {
      hangs = false;
      return;
    }
    await answer(request).then(
      (found) => send(response, 200, found),
      (error: unknown) => refuse(response, error),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    countOpen: () => open.size,
    hangOnce: () => {
      hangs = true;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await Promise.all([...open.values(), ...idle].map((client) => client.end().catch(() => undefined)));
    },
  };
}

async function connect(login: ClientConfig = {}, database: string): Promise<Client> {
  const client = new Client({ ...login, database });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

function refuse(response: ServerResponse, error: unknown): void {
  const { kind, message, status } = toRefusal(error);
  response.setHeader("x-amzn-errortype", kind);
  send(response, status, { message });
}

/** As the API words a database's error: its message and, at the end, its code. */
function toRefusal(error: unknown): ApiRefusal {
  if (error instanceof ApiRefusal) return error;
  if (!(error instanceof DatabaseError)) return new ApiRefusal("InternalServerErrorException", "", 500);
  const position = error.position ? `; Position: ${error.position}` : "";
  return new ApiRefusal("DatabaseErrorException", `ERROR: ${error.message}${position}; SQLState: ${error.code}`, 400);
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
