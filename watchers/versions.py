"""What people call a revision: the tags of its images.

Where two revisions differ in other containers than the main one, those are named: "1.4.3" of a sidecar that
nobody changed would be a lie about the update.
"""

from cluster.snapshot import Json

_DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container"


def version(template: Json, other: Json | None = None) -> str:
    """Return the image tags that tell the template from the other one; the main container's when none do."""
    images = _images(template)
    if not images:
        return ""
    before = _images(other) if other is not None else {}
    changed = [image for name, image in images.items() if before and before.get(name) != image]
    chosen = changed or [images.get(_main(template)) or next(iter(images.values()))]
    return ", ".join(dict.fromkeys(tag(image) for image in chosen))


def tag(image: str) -> str:
    """Return the tag of an image ("latest" where it has none), or the head of its digest."""
    name, _, digest = image.partition("@")
    last = name.rsplit("/", 1)[-1]
    if ":" in last:
        return last.rsplit(":", 1)[-1]
    return f"{digest[:19]}" if digest else "latest"


def _images(template: Json) -> dict[str, str]:
    spec = template.get("spec") or {}
    return {
        str(one["name"]): str(one.get("image") or "")
        for key in ("containers", "initContainers")
        for one in spec.get(key) or ()
    }


def _main(template: Json) -> str:
    annotations = (template.get("metadata") or {}).get("annotations") or {}
    listed = (template.get("spec") or {}).get("containers") or ()
    return str(annotations.get(_DEFAULT_CONTAINER) or (listed[0]["name"] if listed else ""))
