// A third reader of provesafe's bundles, on golang.org/x/mod/sumdb/{note,tlog} as Debian packages
// them: notes, trees, tiles and proofs are other people's code. It was written from
// docs/reference/format.md, sections 1 to 11.
//
//	reader DIR                  one bundle's folder
//	reader DIR changes          for each line of its input, `path offset xor`: the same bundle with
//	                            that one byte changed
//
// It prints one line for each: `ok ORIGIN SIZE COSIGNERS quorum|no-quorum`, or `refused WHY`.
//
// It looks at: every file's hash in the signed list; the one form of every entry's JSON; its
// signatures, by keys that entries let in and by just those it names, nobody by another's own; the chains of devices, what
// they had seen, and what each commit received; the tree from the entries, every tile of it, and
// proofs through the tiles; every kept checkpoint, its cosignatures and the quorum; pictures. It does not look
// at: who may enrol, end or revoke whom, what disclosures say, texts under their digests, times.
package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"golang.org/x/text/unicode/norm"
)

type files map[string][]byte

// body is what this reader reads of an entry.
type body struct {
	Class  string `json:"class"`
	Do     string `json:"do"`
	Name   string `json:"name"`
	Pub    string `json:"pub"`
	Domain string `json:"domain"`
	Log    string `json:"log"`
	Keys   []struct {
		Name string `json:"name"`
		Pub  string `json:"pub"`
	} `json:"keys"`
	Media []struct {
		Len    int    `json:"len"`
		Sha256 string `json:"sha256"`
	} `json:"media"`
	Dev string `json:"dev"`
	place
	RestsOn []struct {
		Key   string `json:"key"`
		P     string `json:"p"`
		Grade string `json:"grade"`
		place
	} `json:"rests_on"`
	Person string `json:"person"`
	Old    string `json:"old"`
	From int64  `json:"from"`
	To   int64  `json:"to"`
	Note string `json:"note"`
}

// place is where an entry stands in a device's chain.
type place struct {
	Seq  int64  `json:"seq"`
	Prev string `json:"prev"`
	Seen struct {
		Root string `json:"root"`
		Size int64  `json:"size"`
	} `json:"seen"`
}

// places gives a body's place in the chain of each device that it names.
func (b body) places() (map[string]place, error) {
	out := map[string]place{b.Dev: b.place}
	for _, each := range b.RestsOn {
		if known, ok := out[each.Key]; ok && known != each.place {
			return nil, errors.New("one key at two places")
		}
		out[each.Key] = each.place
	}
	return out, nil
}

var keyForm = regexp.MustCompile("^[a-z0-9_]{1,64}$")

// canonical writes a value in its one form.
func canonical(out *bytes.Buffer, value interface{}, depth int) error {
	if depth > 16 {
		return errors.New("json depth")
	}
	switch v := value.(type) {
	case map[string]interface{}:
		var keys []string
		for key := range v {
			if !keyForm.MatchString(key) {
				return errors.New("json key")
			}
			keys = append(keys, key)
		}
		sort.Strings(keys)
		out.WriteByte('{')
		for i, key := range keys {
			if i > 0 {
				out.WriteByte(',')
			}
			fmt.Fprintf(out, "%q:", key)
			if err := canonical(out, v[key], depth+1); err != nil {
				return err
			}
		}
		out.WriteByte('}')
	case []interface{}:
		out.WriteByte('[')
		for i, each := range v {
			if i > 0 {
				out.WriteByte(',')
			}
			if err := canonical(out, each, depth+1); err != nil {
				return err
			}
		}
		out.WriteByte(']')
	case json.Number:
		n, err := strconv.ParseInt(string(v), 10, 64)
		if err != nil || n > 1<<53-1 || n < -(1<<53-1) {
			return errors.New("json number")
		}
		fmt.Fprint(out, n)
	case string:
		if !norm.NFC.IsNormalString(v) {
			return errors.New("json text")
		}
		out.WriteByte('"')
		for _, c := range v {
			if at := strings.IndexRune("\b\t\n\f\r\"\\", c); at >= 0 {
				out.WriteString("\\" + string("btnfr\"\\"[at]))
			} else if c < 32 {
				fmt.Fprintf(out, "\\u%04x", c)
			} else {
				out.WriteRune(c)
			}
		}
		out.WriteByte('"')
	case bool, nil:
		json.NewEncoder(out).Encode(v)
		out.Truncate(out.Len() - 1)
	}
	return nil
}

// parse reads a body: one line of canonical JSON below the header.
func parse(text []byte) (body, error) {
	var b body
	if !bytes.HasPrefix(text, []byte(header)) || bytes.Count(text, []byte("\n")) != 2 {
		return b, errors.New("entry form")
	}
	line := text[len(header) : len(text)-1]
	var value interface{}
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return b, err
	}
	var again bytes.Buffer
	if err := canonical(&again, value, 0); err != nil {
		return b, err
	}
	if !bytes.Equal(again.Bytes(), line) {
		return b, errors.New("json is not in its one form")
	}
	return b, json.Unmarshal(line, &b)
}

// signers gives the names in a note's signature lines, which stand in order, once each.
func signers(data []byte) (map[string]bool, error) {
	out, last := map[string]bool{}, ""
	lines := strings.Split(string(data[bytes.LastIndex(data, []byte("\n\n"))+2:]), "\n")
	for _, line := range lines[:len(lines)-1] {
		words := strings.Split(line, " ")
		if len(words) != 3 || words[1] <= last {
			return nil, errors.New("signature lines")
		}
		last = words[1]
		out[last] = true
	}
	return out, nil
}

const header = "provesafe.event/v1\n"

// cosigner verifies a tlog-cosignature, key type 0x04, which x/mod's note does not know.
type cosigner struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.id }
func (c cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 72 {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(c.key, append([]byte(head), msg...), sig[8:])
}

func keyID(name string, typed []byte) uint32 {
	sum := sha256.Sum256(append([]byte(name+"\n"), typed...))
	return binary.BigEndian.Uint32(sum[:])
}

// verifier makes a verifier of a name and a public key with its type in front.
func verifier(name string, typed []byte) (note.Verifier, error) {
	if len(typed) != 33 || typed[0] != 1 && typed[0] != 4 {
		return nil, errors.New("public key")
	}
	if typed[0] == 4 {
		return cosigner{name, keyID(name, typed), typed[1:]}, nil
	}
	id := fmt.Sprintf("%08x", keyID(name, typed))
	return note.NewVerifier(name + "+" + id + "+" + base64.StdEncoding.EncodeToString(typed))
}

func textVerifier(name, text string) (note.Verifier, error) {
	typed, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, err
	}
	return verifier(name, typed)
}

// opened opens a note of which every line must be by a known key.
func opened(data []byte, known []note.Verifier) (*note.Note, error) {
	n, err := note.Open(data, note.VerifierList(known...))
	if err == nil && len(n.UnverifiedSigs) > 0 {
		err = errors.New("signed by an unknown key")
	}
	return n, err
}

func tilePath(t tlog.Tile) string {
	path := strings.TrimPrefix(t.Path(), "tile/8/")
	return "tile/" + strings.Replace(path, "data/", "entries/", 1)
}

// tiles reads hash tiles for proofs.
type tiles struct{ in files }

func (t tiles) Height() int                           { return 8 }
func (t tiles) SaveTiles(ts []tlog.Tile, ds [][]byte) {}
func (t tiles) ReadTiles(ts []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, each := range ts {
		data, ok := t.in[tilePath(each)]
		if !ok {
			return nil, errors.New("no " + tilePath(each))
		}
		out = append(out, data)
	}
	return out, nil
}

// record is what the entries give.
type record struct {
	origin string
	log    note.Verifier
	keys   []note.Verifier
	raw    [][]byte
	leaves []tlog.Hash
	hashes []tlog.Hash
	media  map[string]int
	chains map[string]link
	owners map[string]string
	roots  map[int64]string
	start  int64
}

// link is the newest entry of a device: its number and its body's hash.
type link struct {
	seq int64
	id  string
}

func (r *record) ReadHashes(at []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(at))
	for i, each := range at {
		out[i] = r.hashes[each]
	}
	return out, nil
}

// take reads one entry: its keys first, where it lets any in, then who signed it.
func (r *record) take(entry []byte) error {
	cut := bytes.LastIndex(entry, []byte("\n\n"))
	if cut < 0 {
		return errors.New("entry form")
	}
	text := entry[:cut+1]
	b, err := parse(text)
	if err != nil {
		return err
	}
	if (len(r.leaves) == 0) != (b.Class == "genesis") {
		return errors.New("genesis")
	}
	if b.Class == "genesis" {
		sum := sha256.Sum256(text)
		r.origin = b.Domain + "/log/" + hex.EncodeToString(sum[:16])
		if r.log, err = textVerifier(r.origin, b.Log); err != nil {
			return err
		}
		r.chains, r.roots = map[string]link{}, map[int64]string{}
		r.owners = map[string]string{}
	}
	arriving, err := r.arrive(b)
	if err != nil {
		return err
	}
	if _, err := opened(entry, r.keys); err != nil {
		return err
	}
	for _, each := range b.Media {
		r.media[each.Sha256] = each.Len
	}
	if b.Class == "lapsed" {
		if err := r.lapse([]byte(b.Note)); err != nil {
			return err
		}
	}
	if err := r.follow(b, entry, text, arriving); err != nil {
		return err
	}
	if b.Class == "received" {
		if b.From != r.start || b.To != int64(len(r.leaves)) || b.To <= b.From {
			return errors.New("received")
		}
		r.start = b.To + 1
	}
	leaf := tlog.RecordHash(entry)
	more, err := tlog.StoredHashesForRecordHash(int64(len(r.leaves)), leaf, r)
	r.raw = append(r.raw, entry)
	r.leaves = append(r.leaves, leaf)
	r.hashes = append(r.hashes, more...)
	return err
}

// arrive takes in the keys that an entry lets in.
func (r *record) arrive(b body) (map[string]bool, error) {
	if b.Class == "key" && b.Do == "enrol" {
		r.owners[b.Name] = b.Person
	} else if b.Class == "key" && b.Do == "rotate" {
		r.owners[b.Name] = r.owners[b.Old]
	}
	if b.Class == "key" && (b.Do == "enrol" || b.Do == "rotate") {
		b.Keys = append(b.Keys, struct {
			Name string `json:"name"`
			Pub  string `json:"pub"`
		}{b.Name, b.Pub})
	}
	arriving := map[string]bool{}
	if b.Class == "key" || b.Class == "genesis" {
		for _, each := range b.Keys {
			v, err := textVerifier(each.Name, each.Pub)
			if err != nil {
				return nil, err
			}
			r.keys = append(r.keys, v)
			arriving[each.Name] = true
		}
	}
	return arriving, nil
}

// owned says whether nobody stands for a body by a device that is another person's own.
func (r *record) owned(b body) error {
	for _, each := range b.RestsOn {
		if given := r.owners[each.Key]; each.Grade == "own" && given != "" && given != each.P {
			return errors.New("another person's own device")
		}
	}
	return nil
}

// follow moves the chain of every device on that an entry names; the lines are by just those.
func (r *record) follow(b body, entry, text []byte, arriving map[string]bool) error {
	signed, err := signers(entry)
	if err != nil {
		return err
	}
	if err := r.owned(b); err != nil {
		return err
	}
	places, err := b.places()
	if err != nil {
		return err
	}
	for name := range arriving {
		if _, ok := r.chains[name]; ok || !signed[name] {
			return errors.New("a key that is let in")
		}
		r.chains[name] = link{}
	}
	for name, at := range places {
		if !signed[name] {
			return errors.New("a signature is missing")
		}
		if err := r.step(name, at, text, arriving[name]); err != nil {
			return err
		}
	}
	for name := range signed {
		if _, ok := places[name]; !ok && !arriving[name] {
			return errors.New("a signature too many")
		}
	}
	for name := range arriving {
		r.chains[name] = link{0, id(text)}
	}
	return nil
}

// step holds one place against the device's chain and what it says it had seen.
func (r *record) step(name string, at place, text []byte, first bool) error {
	last, ok := r.chains[name]
	if first {
		last = link{-1, ""}
	}
	if !ok || at.Seq != last.seq+1 || at.Prev != last.id {
		return errors.New("chain of " + name)
	}
	if at.Seen.Size > r.start {
		return errors.New("seen")
	}
	root, ok := r.roots[at.Seen.Size]
	if !ok {
		hash, err := tlog.TreeHash(at.Seen.Size, r)
		if err != nil {
			return err
		}
		if at.Seen.Size == 0 {
			hash = tlog.Hash(sha256.Sum256(nil))
		}
		root = base64.RawURLEncoding.EncodeToString(hash[:])
		r.roots[at.Seen.Size] = root
	}
	if root != at.Seen.Root {
		return errors.New("seen")
	}
	r.chains[name] = link{at.Seq, id(text)}
	return nil
}

// lapse takes a proposal that was not completed: it stands in the chains of those who signed it.
func (r *record) lapse(data []byte) error {
	if _, err := opened(data, r.keys); err != nil {
		return err
	}
	text := data[:bytes.LastIndex(data, []byte("\n\n"))+1]
	b, err := parse(text)
	if err != nil {
		return err
	}
	signed, err := signers(data)
	if err != nil {
		return err
	}
	if err := r.owned(b); err != nil {
		return err
	}
	places, err := b.places()
	if err != nil {
		return err
	}
	for name := range signed {
		at, ok := places[name]
		if !ok {
			return errors.New("a proposal's signature too many")
		}
		if err := r.step(name, at, text, false); err != nil {
			return err
		}
	}
	return nil
}

// id names an entry by the hash of its body.
func id(text []byte) string {
	sum := sha256.Sum256(text)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// entries reads the files of entries of a tree of this size.
func (r *record) entries(in files, size int64) error {
	for n := int64(0); n*256 < size; n++ {
		width := min(256, size-n*256)
		data := in[tilePath(tlog.Tile{H: 8, L: -1, N: n, W: int(width)})]
		for i := int64(0); i < width; i++ {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				return fmt.Errorf("entry %d is cut short", n*256+i)
			}
			end := 2 + int(binary.BigEndian.Uint16(data))
			if err := r.take(data[2:end]); err != nil {
				return fmt.Errorf("entry %d: %v", n*256+i, err)
			}
			data = data[end:]
		}
		if len(data) > 0 {
			return errors.New("bytes behind the last entry")
		}
	}
	return nil
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}

// twice tells whether a key that was known stands in two lines; x/mod's note passes over the second.
func twice(data []byte, n *note.Note) bool {
	for _, each := range n.Sigs {
		raw, _ := base64.StdEncoding.DecodeString(each.Base64)
		found := 0
		for _, line := range strings.Split(string(data[len(n.Text)+1:]), "\n") {
			words := strings.Split(line, " ")
			if len(words) != 3 || words[1] != each.Name {
				continue
			}
			other, _ := base64.StdEncoding.DecodeString(words[2])
			if len(other) > 4 && bytes.Equal(other[:4], raw[:4]) {
				found++
			}
		}
		if found > 1 {
			return true
		}
	}
	return false
}

// tree reads a checkpoint that the log has signed.
func tree(data []byte, origin string, known note.Verifiers) (tlog.Tree, *note.Note, error) {
	n, err := note.Open(data, known)
	if err != nil {
		return tlog.Tree{}, nil, err
	}
	if twice(data, n) {
		return tlog.Tree{}, nil, errors.New("a known key signs twice")
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[0] != origin {
		return tlog.Tree{}, nil, errors.New("checkpoint form")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || strconv.FormatInt(size, 10) != lines[1] {
		return tlog.Tree{}, nil, errors.New("checkpoint size")
	}
	hash, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: hash}, n, err
}

// policy is a tlog-policy: who counts, and what is asked for.
type policy struct {
	votes  map[uint32]string
	known  []note.Verifier
	groups [][]string
	quorum string
}

func readPolicy(data []byte) (*policy, error) {
	p := &policy{votes: map[uint32]string{}}
	for _, line := range strings.Split(string(data), "\n") {
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") || words[0] == "log" {
			continue
		}
		least := map[string]int{"witness": 3, "group": 4, "quorum": 2}[words[0]]
		if least == 0 || len(words) < least {
			return nil, errors.New("policy line")
		}
		switch words[0] {
		case "witness":
			parts := strings.SplitN(words[2], "+", 3)
			if len(parts) != 3 {
				return nil, errors.New("witness key")
			}
			typed, err := base64.StdEncoding.Strict().DecodeString(parts[2])
			if err != nil {
				return nil, err
			}
			v, err := verifier(parts[0], typed)
			if err != nil || fmt.Sprintf("%08x", v.KeyHash()) != parts[1] {
				return nil, errors.New("witness key")
			}
			p.votes[v.KeyHash()] = words[1]
			p.known = append(p.known, v)
		case "group":
			p.groups = append(p.groups, words[1:])
		case "quorum":
			p.quorum = words[1]
		}
	}
	return p, nil
}

// met counts distinct witnesses, then groups in their order.
func (p *policy) met(sigs []note.Signature) bool {
	have := map[string]bool{}
	for _, each := range sigs {
		if vote, ok := p.votes[each.Hash]; ok {
			have[vote] = true
		}
	}
	for _, g := range p.groups {
		need, found := 0, 0
		switch g[1] {
		case "any":
			need = 1
		case "all":
			need = len(g) - 2
		default:
			need, _ = strconv.Atoi(g[1])
		}
		for _, member := range g[2:] {
			if have[member] {
				found++
			}
		}
		have[g[0]] = need > 0 && found >= need
	}
	return p.quorum != "none" && have[p.quorum]
}

// manifest holds every file against the signed list.
func manifest(in files, r *record) error {
	n, err := opened(in["MANIFEST"], []note.Verifier{r.log})
	if err != nil {
		return err
	}
	var paths []string
	for path := range in {
		if path != "MANIFEST" {
			paths = append(paths, path)
		}
	}
	sort.Strings(paths)
	want := "provesafe.bundle/v1\n" + r.origin + "\n"
	for _, path := range paths {
		want += fmt.Sprintf("%x %d %s\n", sha256.Sum256(in[path]), len(in[path]), path)
	}
	if n.Text != want {
		return errors.New("the files are not those of the signed list")
	}
	return nil
}

// hashTiles holds every tile against the tree that the entries give, and names what is too much.
func hashTiles(in files, r *record, sizes []int64) error {
	seen := map[string]bool{}
	for _, size := range sizes {
		for level, count := 0, size; count > 0; level, count = level+1, count/256 {
			for n := int64(0); n*256 < count; n++ {
				width := min(256, count-n*256)
				path := tilePath(tlog.Tile{H: 8, L: level, N: n, W: int(width)})
				seen[path] = true
				if level == 0 {
					entries := strings.Replace(path, "tile/0/", "tile/entries/", 1)
					seen[entries] = true
					var want []byte
					for _, each := range r.raw[n*256 : n*256+width] {
						want = append(want, byte(len(each)>>8), byte(len(each)))
						want = append(want, each...)
					}
					if got, ok := in[entries]; !ok || !bytes.Equal(got, want) {
						return errors.New(entries + " is not of this tree")
					}
				}
				var want []byte
				for i := int64(0); i < width; i++ {
					h := r.hashes[tlog.StoredHashIndex(8*level, n*256+i)]
					want = append(want, h[:]...)
				}
				if got, ok := in[path]; !ok || !bytes.Equal(got, want) {
					return errors.New(path + " is not what the entries give")
				}
			}
		}
	}
	for path := range in {
		if strings.HasPrefix(path, "tile/") && !seen[path] {
			return errors.New(path + " is not of this tree")
		}
	}
	return nil
}

// pictures holds each picture against what an entry says of it.
func pictures(in files, r *record) error {
	for path, data := range in {
		digest := strings.TrimPrefix(path, "media/")
		if digest == path {
			continue
		}
		length, named := r.media[digest]
		if !named || length != len(data) || fmt.Sprintf("%x", sha256.Sum256(data)) != digest {
			return fmt.Errorf("%s: not what an entry names", path)
		}
	}
	return nil
}

func read(in files) (string, error) {
	lines := strings.SplitN(string(in["checkpoint"]), "\n", 3)
	if len(lines) < 3 {
		return "", errors.New("checkpoint form")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 1 || size > 1<<24 {
		return "", errors.New("checkpoint size")
	}
	r := &record{media: map[string]int{}}
	if err := r.entries(in, size); err != nil {
		return "", err
	}
	if r.start != size {
		return "", errors.New("entries that nothing received")
	}
	p, err := readPolicy(in["policy"])
	if err != nil {
		return "", err
	}
	known := note.VerifierList(append([]note.Verifier{r.log}, p.known...)...)
	newest, n, err := tree(in["checkpoint"], r.origin, known)
	if err != nil {
		return "", err
	}
	through := tlog.TileHashReader(newest, tiles{in})
	sizes := []int64{newest.N}
	for path, data := range in {
		if path != "checkpoint" && !strings.HasPrefix(path, "seals/") {
			continue
		}
		t, sealed, err := tree(data, r.origin, known)
		if err != nil {
			return "", fmt.Errorf("%s: %v", path, err)
		}
		byLog := false
		for _, each := range sealed.Sigs {
			byLog = byLog || each.Hash == r.log.KeyHash() && each.Name == r.origin
		}
		root, err := tlog.TreeHash(t.N, r)
		if err != nil || root != t.Hash || !byLog {
			return "", fmt.Errorf("%s: not a root of these entries", path)
		}
		if path == "checkpoint" {
			continue
		}
		if path != fmt.Sprintf("seals/%d", t.N) || t.N >= newest.N {
			return "", fmt.Errorf("%s: name", path)
		}
		sizes = append(sizes, t.N)
		proof, err := tlog.ProveTree(newest.N, t.N, through)
		if err != nil {
			return "", fmt.Errorf("%s: %v", path, err)
		}
		if err := tlog.CheckTree(proof, newest.N, newest.Hash, t.N, t.Hash); err != nil {
			return "", fmt.Errorf("%s: %v", path, err)
		}
	}
	if err := hashTiles(in, r, sizes); err != nil {
		return "", err
	}
	for i := int64(0); i < newest.N; i += newest.N/8 + 1 {
		proof, err := tlog.ProveRecord(newest.N, i, through)
		if err != nil {
			return "", err
		}
		if err := tlog.CheckRecord(proof, newest.N, newest.Hash, i, r.leaves[i]); err != nil {
			return "", err
		}
	}
	if err := manifest(in, r); err != nil {
		return "", err
	}
	if err := pictures(in, r); err != nil {
		return "", err
	}
	quorum := map[bool]string{true: "quorum", false: "no-quorum"}[p.met(n.Sigs)]
	return fmt.Sprintf("%s %d %d %s", r.origin, newest.N, len(n.Sigs)-1, quorum), nil
}

func load(folder string) (files, error) {
	in := files{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if !d.Type().IsRegular() {
			return errors.New("not a plain file: " + path)
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(folder, path)
		in[filepath.ToSlash(name)] = data
		return err
	})
	return in, err
}

func say(out *bufio.Writer, in files) {
	found, err := read(in)
	if err != nil {
		fmt.Fprintf(out, "refused %q\n", err.Error())
		return
	}
	fmt.Fprintf(out, "ok %s\n", found)
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	in, err := load(os.Args[1])
	if err != nil {
		fmt.Fprintf(out, "refused %q\n", err.Error())
		return
	}
	if len(os.Args) < 3 {
		say(out, in)
		return
	}
	changes := bufio.NewScanner(os.Stdin)
	for changes.Scan() {
		var path string
		var offset int
		var xor byte
		if _, err := fmt.Sscanf(changes.Text(), "%s %d %d", &path, &offset, &xor); err != nil {
			panic(err)
		}
		whole := in[path]
		changed := append([]byte(nil), whole...)
		changed[offset] ^= xor
		in[path] = changed
		say(out, in)
		in[path] = whole
	}
}
