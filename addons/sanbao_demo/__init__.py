from . import story


def post_init_hook(env):
    """Tell the story of the demo company in a new database."""
    story.tell(env)
