import type { Job } from "../triggers.ts";
import { type AlarmRow, sumMetric } from "./alarm-row.ts";
import { jobAlarm } from "./lambda-alarms.ts";

/**
 * Alarms of the WebSocket API. Its Lambdas answer errors themselves, and nobody waits for the answer to a frame.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
 */
export const liveAlarms = (stage: string, apiId: string, routes: readonly Pick<Job, "run">[]): AlarmRow[] => [
  ...routes.map(({ run }) => jobAlarm(stage, run.replace("/", "-"), { run })),
  {
    name: "live-execution-errors",
    description: "The WebSocket API cannot call its Lambdas: sockets do not open, or their messages are lost",
    metric: sumMetric("AWS/ApiGateway", "ExecutionError", { ApiId: apiId }),
    threshold: 1,
  },
  {
    // Refused handshakes count too: a page with an expired token makes one, hence the threshold.
    name: "live-integration-errors",
    description: "The Lambdas of the WebSocket API fail or refuse many sockets",
    metric: sumMetric("AWS/ApiGateway", "IntegrationError", { ApiId: apiId }),
    threshold: 50,
  },
];
