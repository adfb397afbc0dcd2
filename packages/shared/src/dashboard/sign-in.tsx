import { useState } from 'preact/hooks';

interface SignInProps {
  readonly because: string;
  /** Left out where the editor signs in. */
  readonly onToken: ((token: string) => void) | undefined;
}

/** Asks for a token when the page has none that the daemon takes. */
export function SignIn({ because, onToken }: SignInProps) {
  const [token, setToken] = useState('');
  if (onToken === undefined) {
    return (
      <div class="empty">
        <h1>The daemon does not let the editor in</h1>
        <p role="alert">{because}</p>
        <p>
          Run <em>Daywatch: Set Daemon Token…</em> from the palette.
        </p>
      </div>
    );
  }
  return (
    <form
      class="sign-in card"
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim() !== '') onToken(token.trim());
      }}
    >
      <h1>Daywatch</h1>
      <p role="alert">{because}</p>
      <label>
        Token
        <input
          type="password"
          autocomplete="off"
          value={token}
          onInput={(event) => setToken(event.currentTarget.value)}
        />
      </label>
      <p class="hint">
        On the machine of the daemon it stands in <code>.daywatch/token</code>; <code>daywatch status</code> prints an
        address that holds it.
      </p>
      <button type="submit">Show the dashboard</button>
    </form>
  );
}
