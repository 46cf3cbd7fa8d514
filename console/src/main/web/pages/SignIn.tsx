import { useState } from "react";
import { changeSession } from "../api/session";
import type { Problem } from "../api/client";

/** Asks for a key; it lives as long as the tab, and goes nowhere but to this server. */
export function SignIn({ problem, onTry }: { problem: Problem | null; onTry: () => void }) {
  const [key, setKey] = useState("");
  return (
    <main id="main" className="sign-in" tabIndex={-1}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          changeSession({ credential: key.trim() });
          onTry();
        }}
      >
        <h1>Blinktwice</h1>
        <p className="quiet">This installation asks who you are.</p>
        <div className="field">
          <label htmlFor="key">API key or token</label>
          <input
            id="key"
            type="password"
            autoComplete="off"
            spellCheck={false}
            required
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
          <small className="quiet">
            <code>./blinktwice keys create</code> makes one. It is kept until this tab is closed.
          </small>
        </div>
        {problem && problem.status !== 0 && (
          <p className="failure" role="alert">
            {problem.status === 401 ? "That credential is not good here." : problem.detail}
          </p>
        )}
        <button type="submit" className="primary">
          Sign in
        </button>
      </form>
    </main>
  );
}
