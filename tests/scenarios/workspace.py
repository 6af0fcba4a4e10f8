"""A small workspace that uses all five kinds, for scenarios."""

TAGS = """tags:
  VIP:
  refund: {name: Refund request}
"""
ATTRIBUTES = """data_attributes:
  plan_tier: {model: company, data_type: options, options: [free, pro]}
  seats: {model: company, data_type: integer, description: Paid seats}
  nickname: {model: contact, data_type: string}
"""
COMPANIES = """companies:
  acme:
    company_id: c-1
    name: Acme & Sons
    plan: pro
    size: 12
    monthly_spend: 99.5
    custom_attributes: {plan_tier: pro, seats: 12}
    tags: [VIP]
  tiny: {company_id: 00042, name: Tiny}
"""
FILES = {
    "tags.yaml": TAGS,
    "attributes.yaml": ATTRIBUTES,
    "companies.yaml": COMPANIES,
    "articles/1-start/_collection.yaml": (
        "name: Getting started & more\ndescription: First steps\n"
        "translations: {fr: {name: Premiers pas, description: Pour commencer}}\n"
    ),
    "articles/1-start/1-hello.md": (
        "---\ndescription: Say hello\n---\n# Hello\n\n"
        "Welcome to **Lumen**. Next: [install](2-install.md).\n\n## Then\n\n- one\n- two\n"
    ),
    "articles/1-start/1-hello.fr.md": "# Bonjour\n\nBienvenue chez **Lumen**.\n",
    "articles/1-start/2-install.md": "# Install\n\nSee [hello](1-hello.md).\n\n```\ncode {{ here }}\n```\n",
    "articles/2-more/deep/deepest/page.md": "# Page\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "articles/2-more/draft.md": "---\nstate: draft\n---\n# Draft\n\nNot yet.\n",
}
WRITES = 2 + 3 + 4 + 4 + 1 + 2 + 1
"""Tags, attributes, collections, articles, the forward link, companies, their tag."""
