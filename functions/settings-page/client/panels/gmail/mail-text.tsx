import { type Mail, readMail } from "../../api/gmail.ts";
import { momentOf } from "../../page/dates.ts";
import { useDesk } from "../../page/desk.ts";
import { useLoad } from "../../page/use-load.ts";
import { Contents } from "../contents.tsx";
import { Pane } from "../pane.tsx";
import type { PanelProps } from "../panel-props.ts";
import { MailBones } from "./mail-bones.tsx";

interface Props {
  readonly panel: PanelProps;
  readonly mail: Mail;
  readonly onBack: () => void;
}

/** Plain text only: a mail's own HTML has no place in this page. */
export function MailText({ panel, mail, onBack }: Props) {
  const { api } = useDesk();
  const whole = useLoad(() => readMail(api, panel.connection.id, mail.id));
  return (
    <Pane panel={panel} title={mail.subject || "(no subject)"} onBack={onBack}>
      <dl class="mail-facts">
        <Fact name="From" value={mail.from} />
        <Fact name="To" value={mail.to} />
        <Fact name="Date" value={momentOf(mail.date)} />
      </dl>
      <Contents panel={panel} loaded={whole} what="the message" bones={<MailBones />}>
        {({ body }) => <p class="mail-text">{body.trim() || "This message has no text."}</p>}
      </Contents>
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
