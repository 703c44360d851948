import { sumMetric, type ThresholdAlarm } from "./alarm-row.ts";

/**
 * Alarms of the WebSocket API. What fails within its Lambdas counts for api-5xx.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
 */
export const liveAlarms = (apiId: string): ThresholdAlarm[] => [
  {
    name: "live-execution-errors",
    panel: "live",
    description: "The WebSocket API cannot call its Lambdas: sockets do not open, or their messages are lost",
    metric: sumMetric("AWS/ApiGateway", "ExecutionError", { ApiId: apiId }),
    threshold: 1,
  },
  {
    // Refused handshakes count too: a page with an expired token makes one, hence the threshold.
    name: "live-integration-errors",
    panel: "live",
    description: "The Lambdas of the WebSocket API fail or refuse many sockets",
    metric: sumMetric("AWS/ApiGateway", "IntegrationError", { ApiId: apiId }),
    threshold: 50,
  },
];
