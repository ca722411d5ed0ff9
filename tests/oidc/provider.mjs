// A real OpenID Connect provider for the tests: oidc-provider with its own development pages. Settings come as one
// JSON text: port, clients, accounts (login -> claims), inToken (whether claims stand in the ID token itself).
import Provider from "oidc-provider";

const { port, clients, accounts, inToken } = JSON.parse(process.argv[2]);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients,
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
  conformIdTokenClaims: !inToken,
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  cookies: { keys: ["tests only"] },
  findAccount: (_, id) => accounts[id] && { accountId: id, claims: () => ({ sub: id, ...accounts[id] }) },
});
provider.listen(port, "127.0.0.1", () => console.log("ready"));
