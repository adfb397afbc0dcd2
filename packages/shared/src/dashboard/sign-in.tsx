import { useState } from 'preact/hooks';

/** Asks for a token when the page has none that the daemon takes. */
export function SignIn({ because, onToken }: { because: string; onToken: (token: string) => void }) {
  const [token, setToken] = useState('');
  return (
    <form
      class="sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim() !== '') onToken(token.trim());
      }}
    >
      <h1>Daywatch</h1>
      <p>{because}</p>
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
