'use strict';

// Without a secure context there is no clipboard to write to, but a selection can be copied.
async function copy(code) {
  try {
    await navigator.clipboard.writeText(code.textContent);
  } catch {
    getSelection().selectAllChildren(code);
    document.execCommand('copy');
  }
}

function addCopyButtons() {
  for (const code of document.querySelectorAll('.commands code')) {
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'csv copy', textContent: words.texts.copy });
    button.setAttribute('aria-label', `${words.texts.copy}: ${code.textContent}`);
    button.addEventListener('click', async () => {
      await copy(code);
      button.textContent = words.texts.copied;
      say(words.texts.copied);
    });
    code.after(' ', button);
  }
}
