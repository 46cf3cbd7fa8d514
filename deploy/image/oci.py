#!/usr/bin/env python3
"""Builds the image of the control plane without a Docker engine, as an OCI layout (a folder).

    ./blinktwice doctor && deploy/image/layout
    deploy/image/oci.py --base FOLDER       # on an OCI layout that is there already, with a JRE 25 in it
    deploy/image/oci.py --jdk JAVA_HOME     # on a runtime linked from this JDK and this machine's C library

Anything that reads OCI layouts takes the result to a registry or an engine, such as
'skopeo copy oci:target/image/oci:blinktwice docker-daemon:blinktwice:0.1.0'. The same inputs give the
same bytes: files are sorted, dated alike, and belong to nobody in particular.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Dict, List, Tuple

ROOT = Path(__file__).resolve().parents[2]
MADE_AT = 1767225600  # 2026-01-01, as the files of the layout
CREATED = "2026-01-01T00:00:00Z"
USER = 65532
STATE = "var/lib/blinktwice"
MODULES = "java.se,jdk.unsupported,jdk.httpserver,jdk.management,jdk.management.agent,jdk.crypto.ec,jdk.zipfs,jdk.net,jdk.naming.dns"


class Layout:
    """The folder that the image is written to, and what its configuration will say."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "blobs/sha256").mkdir(parents=True)
        self.layers: List[dict] = []
        self.diffs: List[str] = []
        self.config: Dict[str, object] = {}
        self.architecture = {"x86_64": "amd64", "aarch64": "arm64"}.get(os.uname().machine, os.uname().machine)

    def blob(self, content: bytes) -> Tuple[str, int]:
        digest = hashlib.sha256(content).hexdigest()
        (self.folder / "blobs/sha256" / digest).write_bytes(content)
        return "sha256:" + digest, len(content)

    def start_from(self, base: Path) -> None:
        """Takes over the layers and the configuration of an image that is there already."""
        def read(descriptor: dict) -> bytes:
            return (base / "blobs" / descriptor["digest"].replace(":", "/")).read_bytes()

        described = json.loads((base / "index.json").read_text())
        while "manifests" in described:
            fitting = [one for one in described["manifests"]
                       if one.get("platform", {}).get("architecture", self.architecture) == self.architecture]
            if not fitting:
                sys.exit(f"oci: {base} has no image for {self.architecture}")
            described = json.loads(read(fitting[0]))
        config = json.loads(read(described["config"]))
        self.config, self.diffs = config.get("config") or {}, list(config["rootfs"]["diff_ids"])
        for layer in described["layers"]:
            self.blob(read(layer))
            self.layers.append(layer)

    def add(self, folders: List[Tuple[Path, str]]) -> None:
        """A layer of whole folders, each at a place in the image."""
        raw = io.BytesIO()
        with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:
            made = set()
            for name, file in sorted(entries(folders).items()):
                # Folders on the way, too: who unpacks would make them as private as it likes.
                for parent in reversed(Path(name).parents[:-1]):
                    if parent.as_posix() not in made:
                        made.add(parent.as_posix())
                        folder = tarfile.TarInfo(parent.as_posix())
                        folder.type = tarfile.DIRTYPE
                        tar.addfile(anonymous(folder))
                if name not in made:
                    made.add(name)
                    tar.add(file, name, recursive=False, filter=anonymous)
        plain = raw.getvalue()
        packed = gzip.compress(plain, 6, mtime=0)
        digest, size = self.blob(packed)
        self.diffs.append("sha256:" + hashlib.sha256(plain).hexdigest())
        self.layers.append(
            {"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "digest": digest, "size": size})

    def finish(self, java: str) -> str:
        env = [one for one in self.config.get("Env") or [] if not one.startswith("HOME=")]
        self.config.update(
            User=f"{USER}:{USER}", WorkingDir="/" + STATE, Volumes={"/" + STATE: {}},
            ExposedPorts={"15080/tcp": {}, "15002/tcp": {}},
            Env=env + [f"BLINKTWICE_STATE_DIRECTORY=/{STATE}", f"HOME=/{STATE}"],
            Entrypoint=[java, "@/opt/blinktwice/java.args"], Cmd=["server"],
            Labels={"org.opencontainers.image.title": "Blinktwice", "org.opencontainers.image.licenses": "Apache-2.0"},
        )
        config, size = self.blob(canonical({
            "architecture": self.architecture, "os": "linux", "created": CREATED, "config": self.config,
            "rootfs": {"type": "layers", "diff_ids": self.diffs}}))
        manifest, manifest_size = self.blob(canonical({
            "schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": config, "size": size},
            "layers": self.layers}))
        (self.folder / "oci-layout").write_bytes(canonical({"imageLayoutVersion": "1.0.0"}))
        (self.folder / "index.json").write_bytes(canonical({"schemaVersion": 2, "manifests": [
            {"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": manifest, "size": manifest_size,
             "annotations": {"org.opencontainers.image.ref.name": "blinktwice"}}]}))
        return manifest


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def entries(folders: List[Tuple[Path, str]]) -> Dict[str, Path]:
    """Names in the image and the files that they come from, folders before what is in them."""
    found: Dict[str, Path] = {}
    for folder, place in folders:
        for file in [folder, *folder.rglob("*")] if folder.is_dir() else [folder]:
            name = "/".join(part for part in (place, file.relative_to(folder).as_posix()) if part not in ("", "."))
            if name:
                found[name] = file
    return found


def anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.mtime = MADE_AT
    member.uid = member.gid = USER if (member.name + "/").startswith(STATE + "/") else 0
    member.uname = member.gname = ""
    member.mode = 0o1777 if member.name == "tmp" else 0o755 if member.isdir() or member.mode & 0o100 else 0o644
    return member


def linked_runtime(jdk: Path, into: Path) -> None:
    """A Java runtime, and of this machine's system only the libraries that it and RocksDB load."""
    java = into / "opt/java"
    java.parent.mkdir(parents=True)
    subprocess.run([str(jdk / "bin/jlink"), "--add-modules", MODULES, "--strip-debug", "--no-header-files",
                    "--no-man-pages", "--generate-cds-archive", "--output", str(java)], check=True)
    # Natively loaded later, so no ldd of the runtime says so: RocksDB needs libstdc++, names need NSS.
    probes = [java / "bin/java", *java.rglob("*.so")]
    wanted = {library for probe in probes for library in libraries(probe)}
    for extra in ("libstdc++.so.6", "libgcc_s.so.1", "libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2"):
        wanted.update(path for path in map(Path, known_to_the_loader()) if path.name == extra)
    for library in sorted(wanted):
        target = into / str(library).lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(library.resolve(), target)
        target.chmod(0o755)
    (into / "tmp").mkdir()
    etc = into / "etc"
    etc.mkdir(exist_ok=True)
    (etc / "passwd").write_text(f"root:x:0:0::/:/none\nblinktwice:x:{USER}:{USER}::/{STATE}:/none\n")
    (etc / "group").write_text(f"root:x:0:\nblinktwice:x:{USER}:\n")
    (etc / "nsswitch.conf").write_text("passwd: files\ngroup: files\nhosts: files dns\n")


def libraries(binary: Path) -> List[Path]:
    said = subprocess.run(["ldd", str(binary)], capture_output=True, text=True).stdout
    return [Path(found) for found in re.findall(r"(/\S+) \(0x", said) if "/opt/java/" not in found]


def known_to_the_loader() -> List[str]:
    loader = shutil.which("ldconfig") or "/sbin/ldconfig"
    return re.findall(r"=> (/\S+)", subprocess.run([loader, "-p"], capture_output=True, text=True).stdout)


def class_cache(root: Path, java: Path, into: Path) -> None:
    """Lets the JDK remember the classes of a start that finds no Kafka, which ends with code 3."""
    into.mkdir(parents=True)
    args = [line for line in (root / "opt/blinktwice/java.args").read_text().splitlines()
            if line and not line.startswith("#") and "AOTCache" not in line]
    args = [line.replace("/opt/blinktwice", str(root / "opt/blinktwice")) for line in args]
    with tempfile.TemporaryDirectory() as state:
        ended = subprocess.run(
            [str(java), f"-XX:AOTCacheOutput={into / 'control-plane.aot'}", *args, "server", "--kafka", "127.0.0.1:1", "--state", state, "--http-port", "0", "--gateway-port", "0",
             "--set", "blinktwice.surroundings-within=1s", "--set", "blinktwice.router.fallback-version=0.0.0"],
            capture_output=True, text=True)
    if ended.returncode != 3 or not (into / "control-plane.aot").exists():
        sys.exit(f"oci: no class cache was made (code {ended.returncode}): {ended.stderr[-2000:]}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--program", type=Path, default=ROOT / "target/image/program", help="what 'layout' made")
    asked.add_argument("--out", type=Path, default=ROOT / "target/image/oci", help="where the image goes")
    asked.add_argument("--java", default="/opt/java/bin/java", help="where the base has it; with --base")
    base = asked.add_mutually_exclusive_group(required=True)
    base.add_argument("--base", type=Path, help="an OCI layout to build on")
    base.add_argument("--jdk", type=Path, help="a JDK 25 to link a runtime from")
    given = asked.parse_args()
    if not (given.program / "opt/blinktwice").is_dir():
        sys.exit(f"oci: {given.program} is not there; run deploy/image/layout first")
    image = Layout(given.out)
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        if given.base:
            image.start_from(given.base)
        else:
            linked_runtime(given.jdk, work / "runtime")
            image.add([(work / "runtime", "")])
        home = given.program / "opt/blinktwice"
        image.add([(home / "app/target/lib", "opt/blinktwice/app/target/lib")])
        image.add([(given.program / STATE, STATE), (home / "app/target/app.jar", "opt/blinktwice/app/target/app.jar"),
                   (home / "java.args", "opt/blinktwice/java.args"), (home / "LICENSE", "opt/blinktwice/LICENSE")])
        if given.jdk:
            class_cache(given.program, work / "runtime/opt/java/bin/java", work / "aot")
            image.add([(work / "aot", "opt/blinktwice/target/aot")])
        print("oci:", given.out, image.finish(given.java))


if __name__ == "__main__":
    main()
