import { Duration } from "aws-cdk-lib";
import type { MetricName } from "../../lib/metrics.ts";
import type { ServiceEntry } from "../../lib/service-entry.ts";
import { type AlarmRow, sumMetric } from "./alarm-row.ts";

/** Of CloudWatch's expectation, which is learnt from two weeks. Three leave one of 700 periods above it by chance. */
const deviations = 3;

/** For what is normal at no fixed number: an attack, or a service that has been taken over, changes how much there is of it. */
export const anomalyAlarms = (stage: string, services: readonly Pick<ServiceEntry, "clientId">[]): AlarmRow[] => [
  {
    name: "suspicious-callbacks",
    description:
      "Many more callbacks than usual have an unknown state or come from another browser: somebody may be trying flows",
    metric: sumMetric("Patchbay", "CallbackSuspicious" satisfies MetricName, { stage }, Duration.minutes(15)),
    threshold: 0,
    deviations,
    periods: 2,
  },
  ...services.map(
    ({ clientId }): AlarmRow => ({
      name: `token-reads-${clientId}`,
      section: "token-reads",
      description: `The service ${clientId} reads many more tokens than usual: it may have been taken over`,
      metric: sumMetric(
        "Patchbay",
        "TokenRead" satisfies MetricName,
        { stage, service: clientId },
        Duration.minutes(15),
      ),
      threshold: 0,
      deviations,
      periods: 2,
    }),
  ),
];
