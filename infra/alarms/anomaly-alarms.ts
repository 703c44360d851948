import { Duration } from "aws-cdk-lib";
import type { ServiceEntry } from "../../lib/service-entry.ts";
import { type AlarmRow, stageMetric } from "./alarm-row.ts";

const within = Duration.minutes(15);

/**
 * Raised above CloudWatch's expectation, which is learnt from two weeks, for half an hour. Three deviations leave one of 700 periods above
 * it by chance. There is no threshold.
 */
const unusual = { threshold: 0, deviations: 3, periods: 2 };

/** For what is normal at no fixed number: an attack, or a service that has been taken over, changes how much there is of it. */
export const anomalyAlarms = (stage: string, services: readonly Pick<ServiceEntry, "clientId">[]): AlarmRow[] => [
  {
    ...unusual,
    name: "suspicious-callbacks",
    description:
      "Many more callbacks than usual have an unknown state or come from another browser: somebody may be trying flows",
    metric: stageMetric(stage, "CallbackSuspicious", within),
  },
  ...services.map(
    ({ clientId }): AlarmRow => ({
      ...unusual,
      name: `token-reads-${clientId}`,
      section: "token-reads",
      description: `The service ${clientId} reads many more tokens than usual: it may have been taken over`,
      metric: stageMetric(stage, "TokenRead", within, { service: clientId }),
    }),
  ),
];
