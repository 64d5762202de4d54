// Remembers the size of type. Everything works without.
(() => {
  const buttons = document.querySelectorAll('input[name="size"]');
  const remembered = (size) => {
    try {
      if (size) localStorage.setItem("size", size);
      return localStorage.getItem("size");
    } catch {
      return null;
    }
  };
  const size = remembered();
  for (const button of buttons) {
    if (button.value === size) button.checked = true;
    button.addEventListener("change", () => remembered(button.value));
  }
})();
