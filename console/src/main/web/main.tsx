import { StrictMode, Component, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { App, setTheme } from "./app";
import "./style/page.css";

function rememberedTheme(): string {
  try {
    return localStorage.getItem("blinktwice.theme") ?? "system";
  } catch {
    return "system";
  }
}

/** A fault of this page itself is said, and never leaves it blank. */
class Fault extends Component<{ children: ReactNode }, { said: string | null }> {
  override state = { said: null };

  static getDerivedStateFromError(fault: unknown) {
    return { said: String(fault) };
  }

  override render() {
    if (this.state.said === null) return this.props.children;
    return (
      <main className="sign-in">
        <div className="failure" role="alert">
          <p className="title">This page has a fault</p>
          <p>{this.state.said}</p>
          <button type="button" onClick={() => location.reload()}>
            Load it again
          </button>
        </div>
      </main>
    );
  }
}

setTheme(rememberedTheme());
const place = document.getElementById("page");
if (place) {
  createRoot(place).render(
    <StrictMode>
      <Fault>
        <App />
      </Fault>
    </StrictMode>,
  );
}
