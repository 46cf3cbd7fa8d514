import { useEffect, useState } from "react";
import { Problem, get } from "./api/client";
import { listenAs, stopListening, useStatus } from "./api/events";
import { forgetAll } from "./api/live";
import { changeSession, session, useMay, useSession } from "./api/session";
import type { Fleet, Me, Releases } from "./api/types";
import { Text, claimHues, useBeat } from "./parts/basic";
import { Dialog, Toasts } from "./parts/dialog";
import { Palette } from "./parts/palette";
import { Empty, Failure, Skeleton } from "./parts/states";
import { openRow, stepRow } from "./parts/table";
import { Link, address, go, useRoute, type Route } from "./route";
import { span } from "./text/time";
import { AuditPageView } from "./pages/Audit";
import { ClustersPage } from "./pages/Clusters";
import { FleetPage } from "./pages/Fleet";
import { LetterPageOf, LettersPage } from "./pages/Letters";
import { PinPageOf } from "./pages/Pin";
import { PinsPage } from "./pages/Pins";
import { RolloutPage } from "./pages/Rollout";
import { RolloutsPage } from "./pages/Rollouts";
import { SessionPageOf } from "./pages/Sessions";
import { SignIn } from "./pages/SignIn";
import { TicketPageOf } from "./pages/Ticket";
import { TicketsPage } from "./pages/Tickets";
import { WorkloadPageOf } from "./pages/Workload";
import { WorkloadsPage } from "./pages/Workloads";

type Entry = { name: string; part: string; key: string };

const NAVIGATION: Entry[] = [
  { name: "Fleet", part: "", key: "f" },
  { name: "Roll-outs", part: "rollouts", key: "r" },
  { name: "Pins", part: "pins", key: "p" },
  { name: "Tickets", part: "tickets", key: "t" },
  { name: "Workloads", part: "workloads", key: "w" },
  { name: "Clusters", part: "clusters", key: "c" },
  { name: "Audit", part: "audit", key: "a" },
  { name: "Dead letters", part: "letters", key: "d" },
];

/** The frame around every page: who reads, where they are, and whether what they see is live. */
export function App() {
  const { me } = useSession();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [asked, setAsked] = useState(0);

  useEffect(() => {
    if (me) return undefined;
    let gone = false;
    let again = 0;
    get<Me>("/v1/me")
      .then(async ({ data }) => {
        await colourVersions();
        if (gone) return;
        const named = new URLSearchParams(location.search).get("ws");
        forgetAll();
        changeSession({
          me: data,
          workspace: data.platform ? (named ?? session().workspace) : data.workspace,
          skew: Date.parse(data.now) - Date.now(),
        });
        setProblem(null);
      })
      .catch((failure) => {
        if (gone) return;
        const said = failure instanceof Problem ? failure : new Problem(0, String(failure));
        setProblem(said);
        if (said.status === 0 || said.status >= 500) again = window.setTimeout(() => setAsked((n) => n + 1), 2_000);
      });
    return () => {
      gone = true;
      window.clearTimeout(again);
    };
  }, [me, asked]);

  useEffect(() => {
    if (!me) return undefined;
    listenAs(me.platform);
    return stopListening;
  }, [me]);

  if (!me) {
    if (problem?.status === 401 || problem?.status === 403 || problem?.status === 429) {
      return <SignIn problem={session().credential ? problem : null} onTry={() => setAsked((n) => n + 1)} />;
    }
    return (
      <main id="main" className="sign-in" tabIndex={-1}>
        {problem ? <Failure problem={problem} retry={() => setAsked((n) => n + 1)} /> : <Skeleton lines={3} />}
      </main>
    );
  }
  return <Frame me={me} />;
}

/** A version has one colour on all pages; without the catalogue, each takes one as it is met. */
async function colourVersions() {
  try {
    claimHues((await get<Releases>("/v1/releases")).data.releases.map((release) => release.version));
  } catch {
    // The page says itself what it cannot read.
  }
}

function Frame({ me }: { me: Me }) {
  const route = useRoute();
  const [over, setOver] = useState<"palette" | "keys" | null>(null);
  useKeys(setOver);
  const here = route.parts[0] ?? "";
  useEffect(() => {
    const entry = NAVIGATION.find((each) => each.part === here);
    document.title = [route.parts[1], entry?.name, "Blinktwice"].filter(Boolean).join(" · ");
  }, [here, route]);
  return (
    <div className="frame">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <header className="top">
        <Link className="brand" to={address([])}>
          <Logo /> Blinktwice
        </Link>
        <nav aria-label="pages">
          {NAVIGATION.map((entry) => (
            <Link
              key={entry.part}
              to={address(entry.part ? [entry.part] : [])}
              aria-current={entry.part === here ? "page" : undefined}
            >
              {entry.name}
            </Link>
          ))}
        </nav>
        <div className="tools">
          <LiveMark />
          <button type="button" className="quiet-button" onClick={() => setOver("palette")}>
            Go to… <kbd>Ctrl K</kbd>
          </button>
          <Workspaces me={me} />
          <ThemeButton />
          <Who me={me} />
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <PageOf route={route} key={me.platform ? session().workspace : ""} />
      </main>
      {over === "palette" && <Palette onClose={() => setOver(null)} />}
      {over === "keys" && <KeysDialog onClose={() => setOver(null)} />}
      <Toasts />
    </div>
  );
}

function PageOf({ route }: { route: Route }) {
  const [page, name] = route.parts;
  switch (page) {
    case undefined:
      return <FleetPage />;
    case "rollouts":
      return name ? <RolloutPage key={name} version={name} /> : <RolloutsPage />;
    case "pins":
      return name ? <PinPageOf key={name} workload={name} /> : <PinsPage />;
    case "tickets":
      return name ? <TicketPageOf key={name} id={name} /> : <TicketsPage />;
    case "workloads":
      return name ? <WorkloadPageOf key={name} name={name} /> : <WorkloadsPage />;
    case "clusters":
      return name === "sessions" && route.parts[2] ? <SessionPageOf key={route.parts[2]} id={route.parts[2]} /> : <ClustersPage />;
    case "audit":
      return <AuditPageView />;
    case "letters":
      return name ? <LetterPageOf key={name} id={name} /> : <LettersPage />;
    default:
      return (
        <Empty title="There is no such page">
          <Link to={address([])}>The fleet</Link>
        </Empty>
      );
  }
}

function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true" className="logo">
      <rect width="32" height="32" rx="8" />
      <path d="M5 17c2.400-5 7.200-5 9.600 0M17.400 17c2.400 5 7.200 5 9.600 0" />
      <circle cx="9.800" cy="17" r="1.900" />
    </svg>
  );
}

/** Whether what is shown follows what happens. */
function LiveMark() {
  const status = useStatus();
  useBeat();
  const said = { live: "Live", connecting: "Connecting", lost: `Not live for ${span(Date.now() - status.since)}` }[status.state];
  return (
    <span className={`live ${status.state}`} role="status">
      <span className="dot" aria-hidden="true" />
      {said}
    </span>
  );
}

/** For those who see several workspaces. */
function Workspaces({ me }: { me: Me }) {
  const { workspace } = useSession();
  const [known, setKnown] = useState<string[]>([]);
  useEffect(() => {
    if (!me.platform) return;
    get<Fleet>("/v1/fleet")
      .then(({ data }) => setKnown(Object.keys(data.workspaces)))
      .catch(() => undefined);
  }, [me, workspace]);
  if (!me.platform) return <span className="workspace"><Text>{me.workspace}</Text></span>;
  const all = [...new Set(["default", workspace, ...known])].sort();
  return (
    <select
      aria-label="workspace"
      value={workspace}
      onChange={(event) => {
        forgetAll();
        changeSession({ workspace: event.target.value });
        listenAs(me.platform);
        go(address(location.pathname.replace(/^\/console\/?/, "").split("/").filter(Boolean).slice(0, 1)), true);
      }}
    >
      {all.map((each) => (
        <option key={each}>{each}</option>
      ))}
    </select>
  );
}

function ThemeButton() {
  const [, draw] = useState(0);
  const theme = document.documentElement.dataset["theme"] ?? "system";
  const next = { system: "dark", dark: "light", light: "system" }[theme] ?? "system";
  return (
    <button
      type="button"
      className="quiet-button"
      aria-label={`colours: ${theme}; change to ${next}`}
      title={`colours: ${theme}`}
      onClick={() => {
        setTheme(next);
        draw((n) => n + 1);
      }}
    >
      {{ system: "◐", dark: "●", light: "○" }[theme]}
    </button>
  );
}

/** Light, dark, or as the reader's system has it. */
export function setTheme(theme: string) {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  try {
    localStorage.setItem("blinktwice.theme", theme);
  } catch {
    // Storage is forbidden here: it holds until the page is loaded again.
  }
}

function Who({ me }: { me: Me }) {
  const operator = useMay("operate");
  return (
    <span className="who" title={`${me.credential}, may ${me.right}${me.platform ? ", all workspaces" : ""}`}>
      <span className="actor">
        <Text>{me.actor}</Text>
      </span>
      {!operator && <span className="quiet">looks only</span>}
      {me.signIn && (
        <button
          type="button"
          className="link"
          onClick={() => {
            forgetAll();
            changeSession({ credential: "", me: null });
          }}
        >
          Sign out
        </button>
      )}
    </span>
  );
}

const KEYS: [string, string][] = [
  ["Ctrl K", "go to a page, version, workload or ticket"],
  ["j, k", "next and previous row"],
  ["Enter", "open the row"],
  ["/", "search on this page"],
  ["g, then a letter", NAVIGATION.map((entry) => `${entry.key} ${entry.name}`).join(", ")],
  ["?", "this list"],
  ["Escape", "close what is open"],
];

function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className="facts">
        {KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <div className="buttons">
        <button type="button" className="primary" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function useKeys(show: (what: "palette" | "keys" | null) => void) {
  useEffect(() => {
    let leading = 0;
    function pressed(event: KeyboardEvent) {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        show("palette");
        return;
      }
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
      if (document.querySelector("dialog[open]")) return;
      if (Date.now() - leading < 1_500) {
        leading = 0;
        const entry = NAVIGATION.find((each) => each.key === event.key);
        if (entry) go(address(entry.part ? [entry.part] : []));
        return;
      }
      if (event.key === "j") stepRow(1);
      else if (event.key === "k") stepRow(-1);
      else if (event.key === "g") leading = Date.now();
      else if (event.key === "?") show("keys");
      else if (event.key === "/") {
        event.preventDefault();
        document.querySelector<HTMLInputElement>("[data-search]")?.focus();
      } else if (event.key === "Enter" && openRow()) event.preventDefault();
    }
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [show]);
}
