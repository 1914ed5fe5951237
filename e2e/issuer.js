// An OpenID provider that nobody here wrote (npm oidc-provider), on loopback, with its own sign-in and consent pages.
import Provider from 'oidc-provider';

export const CLIENT_ID = 'mcp-gateway-e2e';
export const CLIENT_SECRET = 'a-secret-of-the-e2e-tests';

/** Starts it for a gateway that is called back at that address. People of `other.example` have names that end in `-other`. */
export async function startIssuer(redirectUri) {
  const gone = new Set();
  const given = [];
  const provider = await listening(redirectUri, gone, given);
  return {
    url: provider.issuer,
    /** Every code and token that it gave out. */
    given,
    /** The account is closed: its refresh tokens end. */
    close: (account) => gone.add(account),
    stop: () => provider.server.close(),
  };
}

async function listening(redirectUri, gone, given) {
  const { createServer } = await import('node:http');
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    // Without this, an ID token of the code flow leaves the claims of scopes to the userinfo endpoint.
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'hd'], email: ['email', 'email_verified'] },
    scopes: ['openid', 'email', 'offline_access'],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ['e2e'] },
    ttl: { AccessToken: 600, Grant: 3600, IdToken: 600, Interaction: 600, RefreshToken: 3600, Session: 3600 },
    findAccount: (context, id) =>
      gone.has(id)
        ? undefined
        : {
            accountId: id,
            claims: () => {
              const domain = id.endsWith('-other') ? 'other.example' : 'example.com';
              return { sub: id, email: `${id}@${domain}`, email_verified: true, hd: domain };
            },
          },
  });
  for (const kind of ['access_token', 'refresh_token', 'authorization_code']) {
    // What is given out is opaque: the id under which it is kept.
    provider.on(`${kind}.saved`, (token) => given.push(token.jti));
  }
  server.on('request', provider.callback());
  return { issuer, server };
}
