// What a browser does with cookies, redirects and forms, without a browser.
export class CookieBrowser {
  #cookies = new Map();

  async #fetch(url, init = {}) {
    const origin = new URL(url).origin;
    const jar = this.#cookies.get(origin) ?? new Map();
    this.#cookies.set(origin, jar);
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair] = cookie.split(';');
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(pair.indexOf('=') + 1);
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(cookie) || value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** The values of all cookies. */
  secrets() {
    return [...this.#cookies.values()].flatMap((jar) => [...jar.values()]);
  }

  get(url) {
    return this.#fetch(url);
  }

  post(url, fields) {
    return this.#fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(url).origin },
      body: new URLSearchParams(fields).toString(),
    });
  }

  /**
   * Goes where redirects lead, filling in each form that is shown, until an address begins with `end` or a page has no form
   * that `fill` knows. `fill` gets the form's action and hidden fields and gives the fields to send, or nothing.
   */
  async walk(url, end, fill) {
    let response = await this.get(url);
    for (let step = 0; step < 25; step++) {
      const location = response.headers.get('location');
      if (location) {
        url = new URL(location, url).href;
        if (url.startsWith(end)) return { url };
        response = await this.get(url);
        continue;
      }
      const html = await response.text();
      const form = readForm(html, url);
      const fields = form && fill(form);
      if (!fields) return { url, status: response.status, html };
      url = form.action;
      response = await this.post(url, fields);
    }
    throw new Error(`no end of redirects at ${url}`);
  }
}

export function readForm(html, url) {
  const form = /<form[^>]*action="([^"]+)"[^>]*>([\s\S]*?)<\/form>/.exec(html);
  if (!form) return undefined;
  const hidden = {};
  for (const [input] of form[2].matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    hidden[/name="([^"]*)"/.exec(input)[1]] = unescape(/value="([^"]*)"/.exec(input)?.[1] ?? '');
  }
  return { action: new URL(unescape(form[1]), url).href, hidden };
}

function unescape(text) {
  return text.replaceAll('&quot;', '"').replaceAll('&#34;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
