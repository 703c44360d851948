import { type Mail, readMail } from "../../api/gmail.ts";
import { useAppContext } from "../../app-context.ts";
import { formatMoment } from "../../ui/dates.ts";
import { LoadedContent } from "../../ui/loaded-content.tsx";
import { Pane } from "../../ui/pane.tsx";
import { useLoad } from "../../ui/use-load.ts";
import type { PanelProps } from "../panel-props.ts";
import { MailSkeleton } from "./mail-skeleton.tsx";

interface Props {
  readonly panel: PanelProps;
  readonly mail: Mail;
  readonly onBack: () => void;
}

/** Shows a message as plain text. Its HTML is never rendered, because it is untrusted. */
export function MailText({ panel, mail, onBack }: Props) {
  const { api } = useAppContext();
  const message = useLoad(() => readMail(api, panel.connection.id, mail.id));
  return (
    <Pane panel={panel} title={mail.subject || "(no subject)"} onBack={onBack}>
      <dl class="mail-facts">
        <Fact name="From" value={mail.from} />
        <Fact name="To" value={mail.to} />
        <Fact name="Date" value={formatMoment(mail.date)} />
      </dl>
      <LoadedContent panel={panel} loaded={message} what="the message" skeleton={<MailSkeleton />}>
        {({ body }) => <p class="mail-text">{body.trim() || "This message has no text."}</p>}
      </LoadedContent>
    </Pane>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  if (!value) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd class="cut" title={value}>
        {value}
      </dd>
    </div>
  );
}
