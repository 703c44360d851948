import type { ComponentType } from "preact";
import { CalendarPanel } from "./calendar/calendar-panel.tsx";
import { CalendarsField } from "./calendar/calendars-field.tsx";
import { FigmaPanel } from "./figma/figma-panel.tsx";
import { GithubPanel } from "./github/github-panel.tsx";
import { GmailPanel } from "./gmail/gmail-panel.tsx";
import type { PanelProps } from "./panel-props.ts";
import type { SettingsFieldProps } from "./settings-field-props.ts";
import { SlackPanel } from "./slack/slack-panel.tsx";

interface PanelEntry {
  /** Label of the button that opens it. */
  readonly name: string;
  readonly Panel: ComponentType<PanelProps>;
  readonly SettingsField?: ComponentType<SettingsFieldProps>;
}

const panels: Readonly<Record<string, PanelEntry>> = {
  figma: { name: "Files", Panel: FigmaPanel },
  slack: { name: "Channels", Panel: SlackPanel },
  github: { name: "Repositories", Panel: GithubPanel },
  gmail: { name: "Messages", Panel: GmailPanel },
  calendar: { name: "Events", Panel: CalendarPanel, SettingsField: CalendarsField },
};

/** @returns the panel of a provider; undefined when it has none */
export const findPanel = (provider: string) => (Object.hasOwn(panels, provider) ? panels[provider] : undefined);
