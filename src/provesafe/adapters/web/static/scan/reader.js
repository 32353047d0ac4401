// Reads the codes in a picture, beside the page and under a policy of its own: this script alone may
// run WebAssembly, and it fetches nothing but what lies beside it.
"use strict";
importScripts("/static/vendor/zxing-reader-3.1.4.min.js");
ZXingWASM.prepareZXingModule({
  overrides: { locateFile: function () { return "/static/vendor/zxing-reader-3.1.4.wasm"; } }
});

const HOW = { formats: ["QRCode", "DataMatrix"], maxNumberOfSymbols: 8 };

self.addEventListener("message", function (told) {
  const number = told.data.number;
  ZXingWASM.readBarcodes(told.data.picture, HOW).then(function (found) {
    const good = found.filter(function (one) { return one.isValid; });
    self.postMessage({ number: number, texts: good.map(function (one) { return one.text; }) });
  }).catch(function () { self.postMessage({ number: number, texts: null }); });
});
